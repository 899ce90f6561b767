// Which card the pointer or the focus is on.

import type { CardSpec } from '../contract';

export class Pointing {
  /** under the pointer; null: none */
  hovered = $state<number | null>(null);
  #pointed = $state<number | null>(null);
  /** what is shown of again once the pointer has left a card */
  #focused: number | null = null;
  #publish: (sampleId: number | null) => void;

  constructor(publish: (sampleId: number | null) => void) {
    this.#publish = publish;
  }

  enter(sampleId: number): void {
    this.hovered = sampleId;
    this.#point(sampleId);
  }

  leave(): void {
    this.hovered = null;
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

  #point(sampleId: number | null): void {
    this.#pointed = sampleId;
    this.#publish(sampleId);
  }
}
