// What a pointer asks for: a card that is let go elsewhere, or clicked.

import type { Act, Action, BoardSpec, CardSpec } from '../contract';
import { confirmable, movedMeanwhile } from './cards';
import { together, type Chosen } from './chosen.svelte';
import type { Drag, Dragged } from './drag.svelte';
import { confirmation } from './keys';
import type { BoardPointer } from './pointer.svelte';

type Wiring = {
  spec: () => BoardSpec;
  readonly: () => boolean;
  act: Act;
  drag: Drag;
  pointer: BoardPointer;
  chosen: Chosen;
};

export class Hand {
  #wiring: Wiring;

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  settle(dragged: Dragged | null): void {
    if (!dragged) return;
    const { pointer, spec } = this.#wiring;
    const { card, drop } = dragged;
    const { sampleId } = card;
    const elsewhere = [card, ...dragged.others].some((one) => movedMeanwhile(one, spec().cards) !== null);
    if (elsewhere) return pointer.moves([sampleId]); // It goes where somebody else has put it.
    if (drop.region !== 'outside') pointer.moves([card, ...dragged.others].map((one) => one.sampleId));
    if (drop.region === 'class') {
      const { classIndex, confidence } = drop;
      this.#move({ kind: 'place', sampleId, classIndex, confidence }, dragged);
    } else if (drop.region === 'unlabelled') this.#move({ kind: 'return', sampleId }, dragged);
  }

  #move(action: Action, { card, others }: Dragged): void {
    const { act, chosen } = this.#wiring;
    if (others.length > 0) together(action, [card, ...others]).forEach(act);
    else if (action.kind !== 'return' || card.classIndex !== null) act(action);
    chosen.clear();
  }

  /** With Shift, Control or Command it chooses the card, to be moved with others. */
  click(card: CardSpec, { shiftKey, ctrlKey, metaKey }: MouseEvent): void {
    const { drag, readonly } = this.#wiring;
    const seen = drag.pressed ?? card;
    drag.pressed = null;
    if (drag.clickSpent) drag.clickSpent = false;
    else if (shiftKey || ctrlKey || metaKey) this.#choose(card);
    else if (!readonly() && seen.status === 'predicted') this.confirm(seen);
  }

  #choose(card: CardSpec): void {
    if (!this.#wiring.readonly()) this.#wiring.chosen.toggle(card);
  }

  /** What has another prediction by now is not confirmed unseen: it goes where it belongs. */
  confirm(seen: CardSpec): void {
    const { act, pointer, spec } = this.#wiring;
    const confirmed = confirmable([seen], spec().cards);
    if (confirmed.length > 0) act(confirmation(confirmed));
    else pointer.moves([seen.sampleId]);
  }
}
