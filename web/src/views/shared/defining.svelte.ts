// Whether the guideline stands beside the board: remembered in this browser.

import { remembered } from './remembered.svelte';

export const defining = remembered<boolean>('guideline-beside-board', false);
