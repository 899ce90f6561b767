// Where each card stands.

import type { CardSpec } from '../contract';
import { isOpen } from './cards';
import { dodge, heightOf, near, stripPlaces, type BoardLayout, type Point, type Rect } from './geometry';

/** `raised`: drawn above those that are not. */
export type Seat = { classIndex: number | null; confidence: number | null; at: Point; raised: boolean };
export type Seats = ReadonlyMap<number, Seat>;

/** The seat of every card, by sample id: the one in `before` where the card has not moved since. Cards for which
 * the strip has no place get none; near `aim` the strip has none, and columns only where it is emptiest. */
export function seat(
  cards: readonly CardSpec[],
  layout: BoardLayout,
  before: Seats = new Map(),
  aim: Point | null = null,
): Map<number, Seat> {
  const seats = new Map<number, Seat>();
  for (const card of cards) {
    const known = before.get(card.sampleId);
    if (!known || !stands(card, known)) continue;
    const raised = isRaised(card);
    seats.set(card.sampleId, known.raised === raised ? known : { ...known, raised });
  }
  layout.columns.forEach((column, classIndex) => {
    const inside = cards.filter((card) => card.classIndex === classIndex);
    seatInColumn(inside, column, layout.card, seats, aim ? [aim] : []);
  });
  const loose = cards.filter((card) => card.classIndex === null);
  seatInStrip(loose, layout, seats, aim);
  return seats;
}

/** What waits for a person chooses before what is done. */
function seatInColumn(
  cards: readonly CardSpec[],
  column: Rect,
  size: number,
  seats: Map<number, Seat>,
  avoided: readonly Point[],
): void {
  const standing = cards.flatMap(({ sampleId }) => seats.get(sampleId)?.at ?? []);
  const arriving = cards.filter(({ sampleId }) => !seats.has(sampleId));
  const ordered = [...arriving.filter(isOpen), ...arriving.filter((card) => !isOpen(card))];
  const heights = ordered.map((card) => heightOf(card.confidence ?? 0, column, size));
  const points = dodge(heights, column, size, [...standing, ...avoided]);
  ordered.forEach((card, index) => take(card, points[index] ?? column, seats));
}

function seatInStrip(
  cards: readonly CardSpec[],
  layout: BoardLayout,
  seats: Map<number, Seat>,
  aim: Point | null,
): void {
  const arriving = cards.filter(({ sampleId }) => !seats.has(sampleId));
  if (arriving.length === 0) return;
  const taken = cards.flatMap(({ sampleId }) => seats.get(sampleId)?.at ?? []);
  const free = stripPlaces(layout).filter(
    (place) =>
      !taken.some(({ x, y }) => x === place.x && y === place.y) && !(aim && near(place, aim, layout.card)),
  );
  free.slice(0, arriving.length).forEach((place, index) => {
    const card = arriving[index];
    if (card) take(card, place, seats);
  });
}

function take(card: CardSpec, at: Point, seats: Map<number, Seat>): void {
  const { sampleId, classIndex, confidence } = card;
  seats.set(sampleId, { classIndex, confidence, at: { x: at.x, y: at.y }, raised: isRaised(card) });
}

/** What still waits for the person is never hidden under what is done. */
export const isRaised = ({ status }: CardSpec): boolean => status === 'predicted';

const stands = (card: CardSpec, known: Seat): boolean =>
  card.classIndex === known.classIndex && card.confidence === known.confidence;
