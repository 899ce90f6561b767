// Which card the pointer or the focus is on.

import type { CardSpec } from '../contract';

/** Milliseconds after which a pointer has not merely come by. */
const STAYED_FOR = 180;

export class Pointing {
  /** under a pointer that stays; null: none */
  stayed = $state<number | null>(null);
  /** with the focus, where keys are used; null: none */
  answered = $state<number | null>(null);
  #pointed = $state<number | null>(null);
  #staying: ReturnType<typeof setTimeout> | undefined;
  /** what is shown of again once the pointer has left a card */
  #focused: number | null = null;
  #publish: (sampleId: number | null) => void;

  constructor(publish: (sampleId: number | null) => void) {
    this.#publish = publish;
  }

  enter(sampleId: number): void {
    this.#come();
    this.#staying = setTimeout(() => (this.stayed = sampleId), STAYED_FOR);
    this.#point(sampleId);
  }

  leave(): void {
    this.#come();
    this.#point(this.#focused);
  }

  /** `keys`: by keys, and not by the pointer that is used. */
  focus(sampleId: number | null, keys = false): void {
    this.#focused = sampleId;
    this.answered = keys ? sampleId : null;
    this.#point(sampleId);
  }

  /** A key was pressed on the card; null: one that lets it be. */
  answer(sampleId: number | null): void {
    this.answered = sampleId;
  }

  /** A card that goes from under the pointer does not tell. */
  expect(cards: readonly CardSpec[]): void {
    const pointed = this.#pointed;
    const gone = (id: number | null) => id !== null && !cards.some(({ sampleId }) => sampleId === id);
    if (gone(pointed)) this.#point(null);
    if (gone(this.answered)) this.answered = null;
  }

  #come(): void {
    clearTimeout(this.#staying);
    this.stayed = null;
  }

  #point(sampleId: number | null): void {
    this.#pointed = sampleId;
    this.#publish(sampleId);
  }
}
