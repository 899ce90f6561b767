// Where pointers are over the board, so that no card moves under one that aims or is pressed.
//
// The rule: the card that is drawn under a pointer as it goes down is the card that is dragged, and it is the one
// that was aimed at. So, while a pointer
// - is down on the board, the whole picture stays as it is, and what happens meanwhile is drawn afterwards;
// - is over the board, no card slides, what is near the pointer stays, and nothing comes near; the rest moves at
//   once. The board is tidied up when the pointer has left, not when it only crosses the edge and comes back;
// - hovers a card, the card is not raised: that would cover the neighbour that the pointer is on its way to.
// A key press means that the hand is not about to press the pointer: what it asks for is seen at once.

import type { Point } from './geometry';
import { AWAY, type Pointer } from './picture';

/** Milliseconds for which a pointer has left the board, before the board counts as left. */
const LEFT_FOR = 300;
/** Milliseconds after which, on a key press, a pointer that lies over the board is not in use. */
const UNUSED_AFTER = 1000;

type Moved = Pick<PointerEvent, 'pointerId' | 'buttons' | 'clientX' | 'clientY'>;

export class BoardPointer {
  /** A pointer is over the board: nothing slides. */
  inside = $state(false);
  #turn = $state(0);
  /** ids of the pointers that are down on the board */
  #pressed = $state.raw<readonly number[]>([]);
  #aim: Point | null = null;
  #own: readonly number[] = [];
  #movedAt = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #board: () => DOMRect;

  constructor(board: () => DOMRect) {
    this.#board = board;
  }

  get now(): Pointer {
    void this.#turn;
    const down = this.#pressed.length > 0;
    return down || this.inside ? { down, inside: this.inside, aim: this.#aim, own: this.#own } : AWAY;
  }

  /** `waiting`: something is held back because of where the pointer was. */
  move(event: Moved, waiting: boolean): void {
    // A release outside the window is not reported; a movement with no button tells of it.
    if (event.buttons === 0) this.release(event);
    clearTimeout(this.#leaving);
    const { left, top } = this.#board();
    this.#aim = { x: event.clientX - left, y: event.clientY - top };
    this.#movedAt = performance.now();
    this.inside = true;
    if (waiting) this.#turn += 1;
  }

  press(event: Moved): void {
    this.move(event, false);
    this.#own = [];
    this.#pressed = [...this.#pressed.filter((id) => id !== event.pointerId), event.pointerId];
  }

  release({ pointerId }: Pick<PointerEvent, 'pointerId'>): void {
    if (this.#pressed.includes(pointerId)) this.#pressed = this.#pressed.filter((id) => id !== pointerId);
  }

  leave(): void {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.#away(), LEFT_FOR);
  }

  /** A key was pressed. */
  key(): void {
    if (performance.now() - this.#movedAt > UNUSED_AFTER) this.#away();
    else if (this.#aim) {
      this.#aim = null;
      this.#turn += 1;
    }
  }

  /** The person moves these samples: they go where they are put, under the pointer or not. */
  moves(sampleIds: readonly number[]): void {
    this.#own = sampleIds;
    this.#turn += 1;
  }

  #away(): void {
    this.#aim = null;
    this.inside = false;
    this.#turn += 1;
  }
}
