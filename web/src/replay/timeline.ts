// A session's states, one for each event of its log, folded as they are asked for.

import { apply } from '../session/fold';
import type { SessionEvent, SessionState } from '../session/types';

/** A state is kept every so many events, so that a step back need not fold from the start. */
const KEPT_EVERY = 64;

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
    let state = this.#nearest(seq);
    for (let next = (state?.seq ?? 0) + 1; next <= seq; next += 1) {
      const event = this.#events[next - 1];
      if (!event) throw new Error(`the log has no event ${next}`);
      state = apply(state, event);
      if (next % KEPT_EVERY === 0) this.#kept.set(next, state);
    }
    if (!state) throw new Error('a log begins with event 1');
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
