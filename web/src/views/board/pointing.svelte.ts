// Which card the pointer or the focus is on.

import type { CardSpec } from '../contract';

/** Milliseconds after which a pointer has not merely come by. */
const STAYED_FOR = 180;

export class Pointing {
  /** under a pointer that stays; null: none */
  stayed = $state<number | null>(null);
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

  focus(sampleId: number | null): void {
    this.#focused = sampleId;
    this.#point(sampleId);
  }

  /** A card that goes from under the pointer does not tell. */
  expect(cards: readonly CardSpec[]): void {
    const pointed = this.#pointed;
    if (pointed !== null && !cards.some(({ sampleId }) => sampleId === pointed)) this.#point(null);
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
