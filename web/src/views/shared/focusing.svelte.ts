// Whether the page shows one sample at a time, in place of the board: remembered in this browser.

import { remembered } from './remembered.svelte';

export const focusing = remembered<boolean>('one-at-a-time', false);
