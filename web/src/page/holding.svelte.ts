// What this page has in hand is told to others, and what they have is shown, where the session as it is now is shown.

import { holderSpecs } from '../session/holding';
import type { SessionStore } from '../session/store.svelte';
import type { BoardSpec } from '../views/contract';

const NONE: readonly number[] = [];
const NOBODY: BoardSpec['holders'] = new Map();
/** By which somebody is known to be there. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

export class Hands {
  readonly #specs: BoardSpec['holders'];

  /** `still`: nothing can be done in what is shown. */
  constructor(
    readonly store: SessionStore,
    readonly still: () => boolean,
  ) {
    this.#specs = $derived(holderSpecs(store.held));
    $effect(() => store.inHand.hold(still() ? NONE : (store.selection.hold ?? NONE)));
    $effect(() => this.#watch());
  }

  get holders(): BoardSpec['holders'] {
    return this.still() ? NOBODY : this.#specs;
  }

  #watch(): () => void {
    const { inHand } = this.store;
    const ended = new AbortController();
    const { signal } = ended;
    for (const sign of SIGNS) window.addEventListener(sign, () => inHand.seen(), { passive: true, signal });
    window.addEventListener('pagehide', () => inHand.leave(), { signal });
    document.addEventListener('visibilitychange', () => (document.hidden ? inHand.leave() : inHand.seen()), {
      signal,
    });
    return () => ended.abort();
  }
}
