// What a pointer asks for: a card that is let go elsewhere, or clicked.

import type { Act, BoardSpec, CardSpec } from '../contract';
import { confirmable } from './cards';
import type { Drag, Dragged } from './drag.svelte';
import { confirmation } from './keys';
import type { BoardPointer } from './pointer.svelte';

type Wiring = { spec: () => BoardSpec; readonly: () => boolean; act: Act; drag: Drag; pointer: BoardPointer };

export class Hand {
  #wiring: Wiring;

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  settle(dragged: Dragged | null): void {
    if (!dragged) return;
    const { act, pointer } = this.#wiring;
    const { card, drop } = dragged;
    const { sampleId } = card;
    if (drop.region !== 'outside') pointer.moves(sampleId);
    if (drop.region === 'class') {
      act({ kind: 'place', sampleId, classIndex: drop.classIndex, confidence: drop.confidence });
    } else if (drop.region === 'unlabelled' && card.classIndex !== null) {
      act({ kind: 'return', sampleId });
    }
  }

  click(card: CardSpec): void {
    const { drag, readonly } = this.#wiring;
    const seen = drag.pressed ?? card;
    drag.pressed = null;
    if (drag.clickSpent) drag.clickSpent = false;
    else if (!readonly() && seen.status === 'predicted') this.confirm(seen);
  }

  /** What has another prediction by now is not confirmed unseen: it goes where it belongs. */
  confirm(seen: CardSpec): void {
    const { act, pointer, spec } = this.#wiring;
    const confirmed = confirmable([seen], spec().cards);
    if (confirmed.length > 0) act(confirmation(confirmed));
    else pointer.moves(seen.sampleId);
  }
}
