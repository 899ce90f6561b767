// Cards that are chosen to be moved together.

import type { Action, CardSpec } from '../contract';
import { isOpen } from './cards';

export class Chosen {
  ids = $state.raw<readonly number[]>([]);

  toggle({ sampleId }: CardSpec): void {
    const others = this.ids.filter((id) => id !== sampleId);
    this.ids = others.length < this.ids.length ? others : [...others, sampleId];
  }

  clear(): void {
    if (this.ids.length > 0) this.ids = [];
  }

  has = ({ sampleId }: CardSpec): boolean => this.ids.includes(sampleId);

  /** What moves with a card: all that are chosen, where it is one of them, or it alone. */
  with(card: CardSpec, cards: readonly CardSpec[]): readonly CardSpec[] {
    return this.has(card) ? cards.filter(this.has) : [card];
  }
}

type Given = Extract<Action, { kind: 'place' | 'return' }>;

/** The actions that do to these cards what was asked for one of them. Those that have no label yet are one step of undo;
 * labels, and samples to evaluate on, are a step each. */
export function together(action: Action, cards: readonly CardSpec[]): Action[] {
  if ((action.kind !== 'place' && action.kind !== 'return') || cards.length < 2) return [action];
  const alone = (card: CardSpec): Given => ({ ...action, sampleId: card.sampleId });
  if (action.kind === 'return') return cards.filter(({ classIndex }) => classIndex !== null).map(alone);
  const isFree = (card: CardSpec) => isOpen(card) && !card.heldOut;
  const sampleIds = cards.filter(isFree).map(({ sampleId }) => sampleId);
  const { classIndex, confidence } = action;
  const atOnce: Action[] = sampleIds.length > 0 ? [{ kind: 'label', sampleIds, classIndex, confidence }] : [];
  return [...atOnce, ...cards.filter((card) => !isFree(card)).map(alone)];
}
