// What is drawn of the board. A card keeps its place until it is moved itself or new samples arrive, and nothing
// moves where somebody aims; see `pointer.svelte.ts`.

import type { CardSpec } from '../contract';
import { near, type BoardLayout, type Point } from './geometry';
import { isRaised, seat, type Seat, type Seats } from './seating';

/** The cards as they are drawn, every one with a seat. `waiting`: something stays as it was, or out of sight,
 * until the pointer is elsewhere. */
export type Picture = { cards: readonly CardSpec[]; seats: Seats; waiting: boolean };

/** `down`: a pointer is pressed on the board. `inside`: one is over it. `aim`: what it may be about to press;
 * null: nothing. `own`: the samples that a person has just moved, which go where they were put at once. */
export type Pointer = { down: boolean; inside: boolean; aim: Point | null; own: readonly number[] };

export const AWAY: Pointer = { down: false, inside: false, aim: null, own: [] };

/** The seat of a card of the picture. */
export function seatOf({ sampleId }: CardSpec, { seats }: Picture): Seat {
  const seat = seats.get(sampleId);
  if (!seat) throw new Error(`sample ${sampleId} is drawn and has no seat`);
  return seat;
}

/** The cards with what is under `aim` as it was: no card near it leaves, and none comes near. `drawn` are those
 * of `all` that are to be drawn, `before` is what is drawn now. */
export function besides(
  aim: Point,
  drawn: readonly CardSpec[],
  all: readonly CardSpec[],
  layout: BoardLayout,
  before: Picture,
): Picture {
  const known = new Map(before.cards.map((card) => [card.sampleId, card]));
  const isNear = (id: number, seats: Seats) =>
    near(seats.get(id)?.at ?? FAR, aim, layout.card, layout.wide?.column);
  const held = new Set([...known.keys()].filter((id) => isNear(id, before.seats)));
  const wanted = new Set(drawn.map(({ sampleId }) => sampleId));
  const asShown = (card: CardSpec): CardSpec | null => {
    const old = known.get(card.sampleId) ?? null;
    if (!held.has(card.sampleId)) return wanted.has(card.sampleId) ? card : null;
    return old && alikePlaced(old, card) ? card : old;
  };
  for (;;) {
    const cards = all.flatMap((card) => asShown(card) ?? []);
    const seats = seat(cards, layout, before.seats, aim);
    const came = cards.filter(
      ({ sampleId: id }) =>
        !held.has(id) && seats.get(id)?.at !== before.seats.get(id)?.at && isNear(id, seats),
    );
    if (came.length === 0) return seated(cards, new Map([...seats, ...stacked(held, seats, before)]), drawn);
    came.forEach(({ sampleId }) => held.add(sampleId));
  }
}

/** The seats of the cards that are held, above or below the others as they were. */
const stacked = (held: ReadonlySet<number>, seats: Seats, before: Picture): [number, Seat][] =>
  [...seats.keys()].flatMap((id) => {
    const old = held.has(id) && before.seats.get(id);
    return old ? [[id, old]] : [];
  });

const FAR: Point = { x: Infinity, y: Infinity };

const alikePlaced = (a: CardSpec, b: CardSpec): boolean =>
  a.classIndex === b.classIndex && a.confidence === b.confidence && a.trained === b.trained;

const sameCards = (a: readonly CardSpec[], b: readonly CardSpec[]): boolean =>
  a.length === b.length && a.every((card, index) => card === b[index]);

function seated(cards: readonly CardSpec[], seats: Seats, wanted: readonly CardSpec[] = cards): Picture {
  const shown = cards.filter(({ sampleId }) => seats.has(sampleId));
  const stale = shown.some((card) => seats.get(card.sampleId)?.raised !== isRaised(card));
  return { cards: shown, seats, waiting: stale || !sameCards(shown, wanted) };
}

/** Remembers the picture from one look at the board to the next. */
export class Seating {
  #picture: Picture = { cards: [], seats: new Map(), waiting: false };
  #known: ReadonlySet<number> = new Set();
  #layout: BoardLayout | null = null;

  /** What is drawn of `all`, of which `drawn` are to be. While a pointer is down that is what was drawn before.
   * A sample that `all` never held before seats all anew, once no pointer is over the board; another layout
   * does at once. */
  arrange(
    drawn: readonly CardSpec[],
    all: readonly CardSpec[],
    layout: BoardLayout,
    pointer: Pointer = AWAY,
  ): Picture {
    const same = this.#layout !== null && alike(this.#layout, layout);
    if (same && pointer.down) return this.#picture;
    const keep = same && (pointer.inside || all.every(({ sampleId }) => this.#known.has(sampleId)));
    this.#layout = layout;
    if (!keep) this.#known = new Set([...this.#known, ...all.map(({ sampleId }) => sampleId)]);
    this.#picture = keep ? this.#kept(drawn, all, layout, pointer) : this.#anew(drawn, layout);
    return this.#picture;
  }

  #anew(drawn: readonly CardSpec[], layout: BoardLayout): Picture {
    return seated(drawn, seat(drawn, layout));
  }

  #kept(
    drawn: readonly CardSpec[],
    all: readonly CardSpec[],
    layout: BoardLayout,
    { aim, own }: Pointer,
  ): Picture {
    const before = this.#picture;
    if (!aim) return seated(drawn, seat(drawn, layout, before.seats));
    const moved = all.filter(({ sampleId }) => own.includes(sampleId));
    return besides(aim, drawn, all, layout, moved.length > 0 ? withMoved(before, moved, layout) : before);
  }
}

function withMoved(before: Picture, moved: readonly CardSpec[], layout: BoardLayout): Picture {
  const now = new Map(moved.map((card) => [card.sampleId, card]));
  const cards = before.cards.map((card) => now.get(card.sampleId) ?? card);
  return seated(cards, seat(cards, layout, before.seats));
}

const alike = (a: BoardLayout, b: BoardLayout): boolean =>
  a.card === b.card &&
  a.mark === b.mark &&
  a.columns.length === b.columns.length &&
  a.strip.y === b.strip.y &&
  a.header.height === b.header.height &&
  a.strip.width === b.strip.width;
