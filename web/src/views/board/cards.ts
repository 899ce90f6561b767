// Which cards are drawn, where, and how they are called.

import { percent } from '../shared/numbers';
import type { Status } from '../../session/types';
import type { CardSpec, Cell, ClassSpec } from '../contract';
import { dodge, heightOf, layoutStrip, type BoardLayout, type Point } from './geometry';

/** More would only hide each other: on the whole board, and in the unlabelled strip. */
export const MOST_DRAWN = 600;
const MOST_LOOSE = 80;

/** At most `most` cards, in the order given: those that wait for a person, but at least a third, where there
 * are as many, of what was labelled last. */
export function drawnCards(all: readonly CardSpec[], most = MOST_DRAWN): CardSpec[] {
  const cards = withoutCrowd(all);
  if (cards.length <= most) return cards;
  const open = cards.filter(isOpen);
  const done = cards.filter((card) => !isOpen(card)).sort((a, b) => b.changed - a.changed);
  const room = Math.max(most - open.length, Math.ceil(most / 3));
  const latest = done.slice(0, room);
  const kept = new Set([...latest, ...open.slice(0, most - latest.length)]);
  return cards.filter((card) => kept.has(card));
}

function withoutCrowd(cards: readonly CardSpec[]): CardSpec[] {
  let loose = 0;
  return cards.filter((card) => card.classIndex !== null || (loose += 1) <= MOST_LOOSE);
}

const isOpen = ({ status }: CardSpec): boolean => status === 'unlabelled' || status === 'predicted';

/** What waits for a person comes before what is done, else in the order given. */
function openFirst(cards: readonly CardSpec[]): CardSpec[] {
  return [...cards.filter(isOpen), ...cards.filter((card) => !isOpen(card))];
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
