// Which cards are drawn, and how they are called.

import { percent } from '../shared/numbers';
import type { Status } from '../../session/types';
import type { CardSpec, Cell, ClassSpec } from '../contract';

/** More would only hide each other. */
export const MOST_DRAWN = 600;

/** At most `most` cards, of which `loose` unlabelled ones, in the order given: those that wait for a person,
 * but at least a third, where there are as many, of what was labelled last. */
export function drawnCards(all: readonly CardSpec[], loose: number, most = MOST_DRAWN): CardSpec[] {
  const cards = withoutCrowd(all, loose);
  if (cards.length <= most) return cards;
  const open = cards.filter(isOpen);
  const done = cards.filter((card) => !isOpen(card)).sort((a, b) => b.changed - a.changed);
  const room = Math.max(most - open.length, Math.ceil(most / 3));
  const latest = done.slice(0, room);
  const kept = new Set([...latest, ...open.slice(0, most - latest.length)]);
  return cards.filter((card) => kept.has(card));
}

function withoutCrowd(cards: readonly CardSpec[], most: number): CardSpec[] {
  let loose = 0;
  return cards.filter((card) => card.classIndex !== null || (loose += 1) <= most);
}

export const isOpen = ({ status }: CardSpec): boolean => status === 'unlabelled' || status === 'predicted';

/** What somebody confirms who sees the cards `shown`: those predicted there, and still predicted as the same
 * class in `current`. What has become another prediction meanwhile was not seen. */
export function confirmable(shown: readonly CardSpec[], current: readonly CardSpec[]): CardSpec[] {
  const now = new Map(current.map((card) => [card.sampleId, card]));
  const same = (seen: CardSpec, card: CardSpec | undefined) =>
    card?.status === 'predicted' && card.classIndex === seen.classIndex;
  return shown.filter((seen) => seen.status === 'predicted' && same(seen, now.get(seen.sampleId)));
}

/** "sample 1234, predicted 3 at 87%" */
export function cardName(
  { sampleId, status, classIndex, confidence }: CardSpec,
  classes: readonly ClassSpec[],
): string {
  if (classIndex === null || confidence === null) return `sample ${sampleId}, unlabelled`;
  const name = classes[classIndex]?.name ?? String(classIndex);
  return `sample ${sampleId}, ${SAYS[status](name)} at ${percent(confidence)}`;
}

const SAYS: Record<Status, (name: string) => string> = {
  unlabelled: (name) => name,
  predicted: (name) => `predicted ${name}`,
  confirmed: (name) => `confirmed as ${name}`,
  corrected: (name) => `corrected to ${name}`,
  hand_labelled: (name) => `labelled ${name}`,
};

/** Whether a cell of the confusion matrix is about this card: one of its two classes, now or as predicted. */
export function concerns(cell: Cell, card: Pick<CardSpec, 'classIndex'>): boolean {
  return card.classIndex === cell.actual || card.classIndex === cell.predicted;
}
