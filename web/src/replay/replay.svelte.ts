// A session shown as it was: at one event after another, while nothing of it can be changed.

import type { PayloadOf, SessionEvent, SessionState } from '../session/types';
import { stopAt, stopsOf, Timeline, type Unit } from './timeline';

/** Stops a second. */
export const SPEEDS = [1, 2, 5, 10, 20];

export class Replay {
  unit = $state<Unit>('events');
  speed = $state(5);
  playing = $state(false);
  #seq = $state(1);
  #timer: ReturnType<typeof setInterval> | undefined;
  #timeline: Timeline;
  readonly events: readonly SessionEvent[];
  readonly stops = $derived.by(() => stopsOf(this.events, this.unit));
  readonly index = $derived(stopAt(this.stops, this.#seq));
  readonly state = $derived.by((): SessionState => this.#timeline.at(this.#seq));

  /** `events` is the whole log up to now; what happens meanwhile is not shown. */
  constructor(events: readonly SessionEvent[]) {
    this.events = events;
    this.#timeline = new Timeline(events);
  }

  /** The event that is shown last. */
  get event(): SessionEvent | undefined {
    return this.events[this.#seq - 1];
  }

  get atEnd(): boolean {
    return this.index >= this.stops.length - 1;
  }

  /** The machine's last selection at this event; null: the last samples were picked, or there are none. */
  get lastQuery(): PayloadOf<'samples_queried'> | null {
    const found = this.events
      .slice(0, this.#seq)
      .findLast(({ payload: { kind } }) => kind === 'samples_queried' || kind === 'samples_picked');
    return found?.payload.kind === 'samples_queried' ? found.payload : null;
  }

  /** Shows the stop of that index, or the nearest there is. */
  go(index: number): void {
    const within = Math.min(Math.max(index, 0), this.stops.length - 1);
    this.#seq = this.stops[within] ?? 1;
    if (this.atEnd) this.pause();
  }

  /** One stop on, or back. */
  step(by: 1 | -1): void {
    const between = this.stops[this.index] !== this.#seq;
    this.go(by < 0 && between ? this.index : this.index + by);
  }

  play(): void {
    if (this.atEnd) this.go(0);
    this.playing = true;
    this.#restart();
  }

  pause(): void {
    this.playing = false;
    clearInterval(this.#timer);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.playing) this.#restart();
  }

  #restart(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.step(1), 1000 / this.speed);
  }
}
