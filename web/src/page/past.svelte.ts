// The session as a round left it, while somebody looks at that round in the accuracy plot.

import type { SessionStore } from '../session/store.svelte';
import type { SessionEvent, SessionState } from '../session/types';
import { Timeline } from '../replay/timeline';
import type { Act } from '../views/contract';

/** The seq of the last event that a round brought about: its end, or that cards were placed anew by its models, before
 * anybody did something. Null where the round has not ended. */
export function endOf(history: readonly SessionEvent[], round: number): number | null {
  const end = history.findIndex(
    ({ payload }) => payload.kind === 'round_finished' && payload.round === round,
  );
  if (end < 0) return null;
  const next = history.slice(end + 1).findIndex(({ payload }) => payload.kind !== 'samples_predicted');
  return next < 0 ? history.length : end + 1 + next;
}

export class Past {
  #store: SessionStore;
  #timeline: Timeline;

  constructor(store: SessionStore) {
    this.#store = store;
    this.#timeline = new Timeline(store.history);
  }

  readonly round = $derived.by(() => this.#store.selection.round);

  /** Null: nobody looks back. */
  readonly state = $derived.by((): SessionState | null => {
    const seq = this.round === null ? null : endOf(this.#store.history, this.round);
    return seq === null ? null : this.#timeline.at(seq);
  });

  leave = (): void => this.#store.publish({ source: 'accuracy', kind: 'round', value: null });

  /** What is done is done now, and seen there. */
  act: Act = (action) => {
    if (this.state) this.leave();
    this.#store.act(action);
  };
}
