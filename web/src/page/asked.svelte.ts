// What somebody has asked to see beside the board: pictures in the tray, and what an answer rests on.

import { untrack } from 'svelte';
import type { Model } from '../session/tray';
import type { Selection } from '../views/contract';
import { TrayLoader } from './tray.svelte';
import { WhyLoader } from './why.svelte';

export class Asked {
  readonly tray: TrayLoader;
  readonly why: WhyLoader;

  constructor(sessionId: string) {
    this.tray = new TrayLoader(sessionId);
    this.why = new WhyLoader(sessionId);
  }

  /** To be called while a component is made: asks whenever something else is wanted. */
  follow(selection: () => Selection, newest: () => Model | null): void {
    const tray = $derived(selection().tray);
    const why = $derived(selection().why);
    $effect(() => void this.tray.show(tray, untrack(newest)));
    $effect(() => void this.why.show(why));
  }
}
