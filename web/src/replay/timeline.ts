// A session's states, one for each event of its log, folded as they are asked for.

import { continued } from '../session/fold';
import type { SessionEvent, SessionState } from '../session/types';

/** States are kept at so many places of a log at most, and this far apart at least: steps back fold from there. */
const MOST_KEPT = 200;
const APART = 64;

export class Timeline {
  #events: readonly SessionEvent[];
  #kept = new Map<number, SessionState>();
  #last: SessionState | null = null;

  /** `events` is the whole log so far, `events[0]` with seq 1; more may be appended. */
  constructor(events: readonly SessionEvent[]) {
    this.#events = events;
  }

  /** The state after the event `seq`, from 1 on. Throws beyond the log. */
  at(seq: number): SessionState {
    if (seq < 1) throw new Error('a log begins with event 1');
    if (seq > this.#events.length) throw new Error(`the log has no event ${this.#events.length + 1}`);
    const every = Math.max(APART, Math.ceil(this.#events.length / MOST_KEPT));
    let state = this.#nearest(seq);
    for (let from = state?.seq ?? 0; from < seq || !state; from = state.seq) {
      const to = Math.min(seq, (Math.floor(from / every) + 1) * every);
      state = continued(state, this.#events.slice(from, to));
      if (to % every === 0) this.#kept.set(to, state);
    }
    this.#last = state;
    return state;
  }

  #nearest(seq: number): SessionState | null {
    const before = [...this.#kept.keys()].filter((known) => known <= seq);
    const kept = this.#kept.get(Math.max(...before)) ?? null;
    const last = this.#last && this.#last.seq <= seq ? this.#last : null;
    return (last?.seq ?? 0) > (kept?.seq ?? 0) ? last : kept;
  }
}

export type Unit = 'events' | 'rounds';

/** Where a replay stops: at each event; or at the beginning, the end of each round, and the last event. */
export function stopsOf(events: readonly SessionEvent[], unit: Unit): number[] {
  if (unit === 'events') return events.map(({ seq }) => seq);
  const ends = events.filter(({ payload }) => payload.kind === 'round_finished').map(({ seq }) => seq);
  return [...new Set([1, ...ends, events.length])];
}

/** The stop at `seq`, or the last one before it. */
export const stopAt = (stops: readonly number[], seq: number): number =>
  Math.max(
    0,
    stops.findLastIndex((stop) => stop <= seq),
  );
