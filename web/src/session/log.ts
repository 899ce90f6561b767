// Puts arriving events into order: the answer of a write may overtake events that the stream still holds.

import { apply } from './fold';
import type { SessionEvent, SessionState } from './types';

export class Log {
  state: SessionState | null = null;
  #ahead = new Map<number, SessionEvent>();

  /** The events that could be folded in now, in order: none when this one is old or leaves a gap. */
  receive(event: SessionEvent): SessionEvent[] {
    const last = this.state?.seq ?? 0;
    if (event.seq > last) this.#ahead.set(event.seq, event);
    const folded: SessionEvent[] = [];
    for (let next = this.#take(); next; next = this.#take()) {
      this.state = apply(this.state, next);
      folded.push(next);
    }
    return folded;
  }

  #take(): SessionEvent | undefined {
    const seq = (this.state?.seq ?? 0) + 1;
    const event = this.#ahead.get(seq);
    this.#ahead.delete(seq);
    return event;
  }
}
