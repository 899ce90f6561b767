// One sample at a time: which cards it goes through, and how far it has come.

import { percent } from '../shared/numbers';
import type { BoardSpec, CardSpec, ClassSpec } from '../contract';
import { isOpen } from './cards';

/** What no finished round has trained with: what came since, in the order in which it is asked about. */
export const sinceTraining = ({ cards }: Pick<BoardSpec, 'cards'>): CardSpec[] =>
  cards.filter(({ trained }) => !trained);

/** Sample ids answered so far, the newest last. */
export const answeredBefore = (cards: readonly CardSpec[]): number[] =>
  cards
    .filter((card) => !isOpen(card))
    .sort((a, b) => a.changed - b.changed)
    .map(({ sampleId }) => sampleId);

/** `fraction` in [0, 1], 1 where there are no cards. */
export type Progress = { done: number; all: number; fraction: number };

export function progressOf(cards: readonly CardSpec[]): Progress {
  const done = cards.filter((card) => !isOpen(card)).length;
  return { done, all: cards.length, fraction: cards.length === 0 ? 1 : done / cards.length };
}

/** The labels of a class that a person was surest of, and said so; the newest first among equals. */
export const surestOf = (cards: readonly CardSpec[], classIndex: number, most: number): CardSpec[] =>
  cards
    .filter((card) => !isOpen(card) && card.classIndex === classIndex)
    .sort((a, b) => sureness(b) - sureness(a) || b.changed - a.changed)
    .slice(0, most);

const sureness = ({ source, confidence }: CardSpec): number => (source === 'stated' ? (confidence ?? 0) : 0);

/** What is known of the card beside its face. */
export function saysOf(card: CardSpec, classes: readonly ClassSpec[]): string {
  const name = (index: number) => classes[index]?.name ?? String(index);
  const { classIndex, confidence, prediction, status, suggested } = card;
  if (classIndex === null || confidence === null) return card.heldOut ? 'to evaluate on' : '';
  if (status === 'predicted')
    return `${suggested ? 'dataset' : 'machine'}: ${name(classIndex)}, ${percent(confidence)}`;
  const machine = prediction ? `; machine: ${name(prediction.classIndex)}` : '';
  return `you: ${name(classIndex)}, ${percent(confidence)}${machine}`;
}

/** The key is something else's: what is typed, and what presses a button that has the focus. */
export function isTaken({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || ctrlKey || metaKey || altKey) return true;
  if (target.closest('input:not([type=range]), select, textarea, [popover]')) return true;
  if (target.closest('input')) return key.startsWith('Arrow');
  return (key === ' ' || key === 'Enter') && target.closest('button, a, summary') !== null;
}
