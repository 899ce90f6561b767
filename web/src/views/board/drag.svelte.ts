// One drag of a card: pointer events with capture, so that mouse, touch and pen are the same.

import type { CardSpec } from '../contract';
import { dropAt, type BoardLayout, type Drop, type Point } from './geometry';

/** Pointer movement, in pixels, from which a press is a drag and no longer a click. */
const THRESHOLD = 4;

/** `centre` is the card's centre on the board; `client` the same on the page. `others` go with it. */
export type Dragged = {
  card: CardSpec;
  others: readonly CardSpec[];
  centre: Point;
  client: Point;
  drop: Drop;
};

const NONE: readonly number[] = [];

type Press = Pick<Dragged, 'card' | 'others'> & { pointerId: number; from: Point; grip: Point };

export class Drag {
  current = $state.raw<Dragged | null>(null);
  /** the samples that move, as long as they do: each card looks here, and not at every movement */
  taken = $state.raw<readonly number[]>(NONE);
  /** A press that became a drag ends with a click event which is none. */
  clickSpent = false;
  /** The card as it was drawn when the pointer went down on it, for the click that follows; taken by it. */
  pressed: CardSpec | null = null;
  #press: Press | null = null;
  #board: () => DOMRect;
  #layout: () => BoardLayout;

  constructor(board: () => DOMRect, layout: () => BoardLayout) {
    this.#board = board;
    this.#layout = layout;
  }

  /** The card is taken where it is drawn, which on its way to its seat is elsewhere. `lift`: by how many pixels its seat
   * is above the height of its confidence. `all`: what goes with it, itself included. */
  start(event: PointerEvent, card: CardSpec, lift: number, all: readonly CardSpec[]): void {
    if (event.button !== 0 || this.#press) return;
    const element = event.currentTarget as HTMLElement;
    element.setPointerCapture(event.pointerId);
    const { left, top, width, height } = element.getBoundingClientRect();
    const grip = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 - lift };
    this.clickSpent = false;
    this.pressed = card;
    const others = all.filter(({ sampleId }) => sampleId !== card.sampleId);
    const from = { x: event.clientX, y: event.clientY };
    this.#press = { card, others, pointerId: event.pointerId, from, grip };
  }

  move(event: PointerEvent): void {
    const press = this.#press;
    if (!press || event.pointerId !== press.pointerId) return;
    const distance = Math.hypot(event.clientX - press.from.x, event.clientY - press.from.y);
    if (!this.current && distance < THRESHOLD) return;
    this.clickSpent = true;
    if (!this.current) this.taken = [press.card, ...press.others].map(({ sampleId }) => sampleId);
    this.current = this.#dragged(event, press);
  }

  /** Where the card was let go; null when it was not dragged. */
  end(event: PointerEvent): Dragged | null {
    if (event.pointerId !== this.#press?.pointerId) return null;
    const dragged = this.current && this.#dragged(event, this.#press);
    this.cancel();
    return dragged;
  }

  cancel(): void {
    this.#press = null;
    this.current = null;
    this.taken = NONE;
  }

  #dragged(event: PointerEvent, { card, others, grip }: Press): Dragged {
    const { left, top } = this.#board();
    const client = { x: event.clientX - grip.x, y: event.clientY - grip.y };
    const centre = { x: client.x - left, y: client.y - top };
    const pointer = { x: event.clientX - left, y: event.clientY - top };
    return { card, others, centre, client, drop: dropAt(pointer, centre.y, this.#layout()) };
  }
}
