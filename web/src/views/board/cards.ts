// Which cards are drawn, where, and how they are called.

import { percent } from '../shared/numbers';
import { STATUSES } from '../shared/colours';
import type { CardSpec, Cell, ClassSpec } from '../contract';
import { dodge, heightOf, layoutStrip, type BoardLayout, type Point } from './geometry';

/** More would only hide each other; those with nothing left to do give way first, the oldest of them before. */
export const MOST_DRAWN = 600;

export function drawnCards(cards: readonly CardSpec[], most = MOST_DRAWN): CardSpec[] {
  if (cards.length <= most) return [...cards];
  const kept = new Set(openFirst(cards).slice(0, most));
  return cards.filter((card) => kept.has(card));
}

/** What waits for a person comes before what is done, else in the order given. */
function openFirst(cards: readonly CardSpec[]): CardSpec[] {
  const open = ({ status }: CardSpec) => status === 'unlabelled' || status === 'predicted';
  return [...cards.filter(open), ...cards.filter((card) => !open(card))];
}

/** The centre of every card on the board, by sample id. */
export function placeCards(cards: readonly CardSpec[], layout: BoardLayout): Map<number, Point> {
  const places = new Map<number, Point>();
  const put = (group: readonly CardSpec[], points: readonly Point[]) =>
    group.forEach(({ sampleId }, index) => places.set(sampleId, points[index] ?? { x: 0, y: 0 }));
  layout.columns.forEach((column, classIndex) => {
    const group = openFirst(cards.filter((card) => card.classIndex === classIndex));
    const heights = group.map((card) => heightOf(card.confidence ?? 0, column, layout.card));
    put(group, dodge(heights, column, layout.card));
  });
  const loose = cards.filter((card) => card.classIndex === null);
  put(loose, layoutStrip(loose.length, layout.strip, layout.card));
  return places;
}

/** "sample 1234, predicted 3 at 87%" */
export function cardName(card: CardSpec, classes: readonly ClassSpec[]): string {
  const status = `sample ${card.sampleId}, ${STATUSES[card.status].title}`;
  if (card.classIndex === null || card.confidence === null) return status;
  const name = classes[card.classIndex]?.name ?? String(card.classIndex);
  return `${status} ${WORD[card.status] ?? ''}${name} at ${percent(card.confidence)}`;
}

const WORD: Partial<Record<CardSpec['status'], string>> = {
  confirmed: 'as ',
  corrected: 'to ',
  hand_labelled: 'labelled ',
};

/** Whether a cell of the confusion matrix is about this card: one of its two classes, now or as predicted. */
export function concerns(cell: Cell, card: Pick<CardSpec, 'classIndex'>): boolean {
  return card.classIndex === cell.actual || card.classIndex === cell.predicted;
}
