// Where each card stands. A card keeps its place until it is moved itself or new samples arrive: nothing slides
// away under a pointer that is on its way to the next card.

import type { CardSpec } from '../contract';
import { isOpen } from './cards';
import { dodge, heightOf, stripPlaces, type BoardLayout, type Point, type Rect } from './geometry';

type Seat = { classIndex: number | null; confidence: number | null; at: Point };
export type Seats = ReadonlyMap<number, Seat>;

/** The seat of every card, by sample id: the one in `before` where the card has not moved since. */
export function seat(cards: readonly CardSpec[], layout: BoardLayout, before: Seats = new Map()): Seats {
  const seats = new Map<number, Seat>();
  for (const card of cards) {
    const known = before.get(card.sampleId);
    if (known && stands(card, known)) seats.set(card.sampleId, known);
  }
  layout.columns.forEach((column, classIndex) =>
    seatInColumn(
      cards.filter((card) => card.classIndex === classIndex),
      column,
      layout.card,
      seats,
    ),
  );
  seatInStrip(
    cards.filter((card) => card.classIndex === null),
    layout,
    seats,
  );
  return seats;
}

/** What waits for a person chooses before what is done. */
function seatInColumn(
  cards: readonly CardSpec[],
  column: Rect,
  size: number,
  seats: Map<number, Seat>,
): void {
  const standing = cards.flatMap(({ sampleId }) => seats.get(sampleId)?.at ?? []);
  const arriving = cards.filter(({ sampleId }) => !seats.has(sampleId));
  const ordered = [...arriving.filter(isOpen), ...arriving.filter((card) => !isOpen(card))];
  const heights = ordered.map((card) => heightOf(card.confidence ?? 0, column, size));
  const points = dodge(heights, column, size, standing);
  ordered.forEach((card, index) => take(card, points[index] ?? column, seats));
}

function seatInStrip(cards: readonly CardSpec[], layout: BoardLayout, seats: Map<number, Seat>): void {
  const taken = cards.flatMap(({ sampleId }) => seats.get(sampleId)?.at ?? []);
  const free = stripPlaces(layout).filter(
    (place) => !taken.some(({ x, y }) => x === place.x && y === place.y),
  );
  cards
    .filter(({ sampleId }) => !seats.has(sampleId))
    .forEach((card, index) => take(card, free[index] ?? layout.strip, seats));
}

function take({ sampleId, classIndex, confidence }: CardSpec, at: Point, seats: Map<number, Seat>): void {
  seats.set(sampleId, { classIndex, confidence, at: { x: at.x, y: at.y } });
}

const stands = (card: CardSpec, known: Seat): boolean =>
  card.classIndex === known.classIndex && card.confidence === known.confidence;

/** Remembers the seats from one look at the board to the next. */
export class Seating {
  #seats: Seats = new Map();
  #known: ReadonlySet<number> = new Set();
  #layout: BoardLayout | null = null;

  /** The centre of every card of `drawn`. A sample that `all` never held before, or another layout, seats all anew. */
  arrange(drawn: readonly CardSpec[], all: readonly CardSpec[], layout: BoardLayout): Seats {
    const same = this.#layout && alike(this.#layout, layout);
    const keep = same && all.every(({ sampleId }) => this.#known.has(sampleId));
    this.#seats = seat(drawn, layout, keep ? this.#seats : new Map());
    this.#layout = layout;
    if (!keep) this.#known = new Set([...this.#known, ...all.map(({ sampleId }) => sampleId)]);
    return this.#seats;
  }
}

const alike = (a: BoardLayout, b: BoardLayout): boolean =>
  a.card === b.card &&
  a.columns.length === b.columns.length &&
  a.strip.y === b.strip.y &&
  a.header.height === b.header.height &&
  a.strip.width === b.strip.width;
