// Puts arriving events into order: the answer of a write may overtake events that the stream still holds.

import { continued } from './fold';
import type { SessionEvent, SessionState } from './types';

export class Log {
  state: SessionState | null = null;
  #ahead = new Map<number, SessionEvent>();

  /** The events that could be folded in now, in order: none where all are old or leave a gap. */
  receive(events: Iterable<SessionEvent>): SessionEvent[] {
    const last = this.state?.seq ?? 0;
    for (const event of events) if (event.seq > last) this.#ahead.set(event.seq, event);
    const next = [...this.#inOrder(last + 1)];
    if (next.length > 0) this.state = continued(this.state, next);
    return next;
  }

  *#inOrder(first: number): Generator<SessionEvent> {
    let event = this.#ahead.get(first);
    for (let seq = first; event; event = this.#ahead.get(seq)) {
      yield event;
      this.#ahead.delete(seq);
      seq += 1;
    }
  }
}
