// Where each card stands.

import type { CardSpec } from '../contract';
import { percent } from '../shared/numbers';
import { isOpen } from './cards';
import {
  heightOf,
  lanesOf,
  stripPlaces,
  stripSize,
  type BoardLayout,
  type Point,
  type Rect,
} from './geometry';
import { apart, beside, spread, type Square } from './places';

/** `at`: its centre and breadth. `small`: drawn as the mark of a label of an earlier round. `raised`: drawn above those
 * that are not. */
export type Seat = {
  classIndex: number | null;
  confidence: number | null;
  at: Square;
  small: boolean;
  raised: boolean;
};
export type Seats = ReadonlyMap<number, Seat>;

/** The seat of every card, by sample id: the one in `before` where the card has not moved since. Cards for which
 * the strip has no place get none; near `aim` the strip has none, and columns only where they are full. */
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
  const avoided = aim ? [{ ...aim, size: layout.card }] : [];
  layout.columns.forEach((column, classIndex) => {
    const inside = cards.filter((card) => card.classIndex === classIndex);
    seatInColumn(inside, column, layout, seats, avoided);
  });
  const loose = cards.filter((card) => card.classIndex === null);
  seatInStrip(loose, layout, seats, avoided);
  return seats;
}

/** Where cards would leave no room for a mark, and none stood there before, all of them become smaller. */
function seatInColumn(
  cards: readonly CardSpec[],
  column: Rect,
  layout: BoardLayout,
  seats: Map<number, Seat>,
  avoided: readonly Square[],
): void {
  const fresh = avoided.length === 0 && cards.every(({ sampleId }) => !seats.has(sampleId));
  for (let largest = layout.card; ; largest -= 2) {
    const hidden = seatAsLarge(cards, column, layout, seats, avoided, largest);
    if (!hidden || !fresh || largest - 2 < layout.least) return;
    cards.forEach(({ sampleId }) => seats.delete(sampleId));
  }
}

/** What waits for a person chooses first, then what was labelled since; marks stand where these leave room. True where
 * a mark found none. */
function seatAsLarge(
  cards: readonly CardSpec[],
  column: Rect,
  layout: BoardLayout,
  seats: Map<number, Seat>,
  avoided: readonly Square[],
  largest: number,
): boolean {
  const large = cards.filter((card) => !isSmall(card));
  const arriving = (group: readonly CardSpec[]) => group.filter(({ sampleId }) => !seats.has(sampleId));
  const heights = (group: readonly CardSpec[]) =>
    group.map((card) => heightOf(card.confidence ?? 0, column, layout.card));
  const { least } = layout;
  let hidden = false;
  const lanes = lanesOf(column, layout);
  const came = arriving(large);
  for (const group of [came.filter(isOpen), came.filter((one) => !isOpen(one))]) {
    const standing = squares(large, seats);
    take(group, spread(heights(group), lanes.cards, largest, least, [...standing, ...avoided]), seats);
  }

  const current = squares(large, seats);
  const taken = [...current];
  const small = cards.filter(isSmall);
  for (const { sampleId } of small) {
    const at = seats.get(sampleId)?.at;
    if (at && !taken.every((other) => apart(at, other))) seats.delete(sampleId);
  }
  taken.push(...squares(small, seats), ...avoided);
  const marks = arriving(small);
  heights(marks).forEach((y, index) => {
    const at = markBeside(y, lanes.marks, layout, taken, current);
    hidden ||= !current.every((card) => apart(at, card));
    taken.push(at);
    take(marks.slice(index, index + 1), [at], seats);
  });
  return hidden;
}

/** Where a column is full, marks cover each other rather than a card of the current round. */
function markBeside(
  y: number,
  column: Rect,
  { mark, leastMark }: BoardLayout,
  taken: readonly Square[],
  current: readonly Square[],
): Square {
  const at = beside(y, column, mark, leastMark, taken);
  return current.every((card) => apart(at, card)) ? at : beside(y, column, leastMark, leastMark, current);
}

/** Where more come than have room, all become smaller; not while somebody aims. */
function seatInStrip(
  cards: readonly CardSpec[],
  layout: BoardLayout,
  seats: Map<number, Seat>,
  avoided: readonly Square[],
): void {
  const arriving = cards.filter(({ sampleId }) => !seats.has(sampleId));
  if (arriving.length === 0) return;
  const standing = squares(cards, seats);
  const taken = [...standing, ...avoided];
  const size = standing[0]?.size ?? stripSize(layout, cards.length);
  const free = stripPlaces(layout, size)
    .map((place) => ({ ...place, size }))
    .filter((place) => taken.every((other) => apart(place, other)));
  if (free.length < arriving.length && avoided.length === 0 && size > stripSize(layout, cards.length)) {
    cards.forEach(({ sampleId }) => seats.delete(sampleId));
    return seatInStrip(cards, layout, seats, avoided);
  }
  take(arriving.slice(0, free.length), free, seats);
}

const squares = (cards: readonly CardSpec[], seats: Seats): Square[] =>
  cards.flatMap(({ sampleId }) => seats.get(sampleId)?.at ?? []);

function take(cards: readonly CardSpec[], places: readonly Square[], seats: Map<number, Seat>): void {
  cards.forEach((card, index) => {
    const at = places[index];
    const { sampleId, classIndex, confidence } = card;
    if (at) seats.set(sampleId, { classIndex, confidence, at, small: isSmall(card), raised: isRaised(card) });
  });
}

/** What still waits for the person is never hidden under what is done. */
export const isRaised = ({ status }: CardSpec): boolean => status === 'predicted';

/** A label that a round has trained with. */
export const isSmall = ({ trained }: CardSpec): boolean => trained;

/** How broad a card is that is a text, unless it is drawn as a mark; null: as broad as high. */
export const acrossOf = (card: CardSpec, { wide }: BoardLayout, full: boolean): number | null =>
  wide && (full || !isSmall(card)) ? wide[card.classIndex === null ? 'strip' : 'column'] : null;

/** By how many pixels a card's seat is above the height of its confidence, where it had no room there. */
export function liftOf({ classIndex, confidence }: CardSpec, at: Square, layout: BoardLayout): number {
  const column = classIndex === null ? undefined : layout.columns[classIndex];
  return column ? heightOf(confidence ?? 0, column, layout.card) - at.y : 0;
}

/** What a text says of its height that has no room there, by more than half of it; null: it stands where it says. */
export function saidHeight(card: CardSpec, at: Square, layout: BoardLayout, full: boolean): string | null {
  const aside = acrossOf(card, layout, full) !== null && Math.abs(liftOf(card, at, layout)) > at.size / 2;
  return aside && card.confidence !== null ? percent(card.confidence) : null;
}

const stands = (card: CardSpec, known: Seat): boolean =>
  card.classIndex === known.classIndex &&
  card.confidence === known.confidence &&
  isSmall(card) === known.small;
