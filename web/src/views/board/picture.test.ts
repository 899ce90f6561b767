import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { drawnCards } from './cards';
import { loose, oneOf, random } from './card.fixture';
import { layoutBoard, near, stripPlaces, type Point } from './geometry';
import { AWAY, Seating, type Picture, type Pointer } from './picture';

const layout = layoutBoard({ width: 400, height: 400 }, ['a', 'b', 'c']);
const classes = [0, 1, 2];
const STATUSES = ['predicted', 'confirmed', 'corrected', 'hand_labelled'] as const;

function someCard(sampleId: number, next: () => number): CardSpec {
  if (next() < 0.3) return loose(sampleId);
  const confidence = Math.round(next() * 100) / 100;
  const status = oneOf(STATUSES, next);
  const trained = status !== 'predicted' && next() < 0.4;
  return { ...loose(sampleId), status, classIndex: oneOf(classes, next), confidence, trained };
}

/** What an answer may make of a board: predictions and labels elsewhere, and new samples, the newest first. */
function answered(cards: readonly CardSpec[], next: () => number): CardSpec[] {
  const changed = cards.map((card) => (next() < 0.5 ? someCard(card.sampleId, next) : card));
  const first = cards.length;
  return [
    ...Array.from({ length: Math.floor(next() * 12) }, (_, more) => someCard(first + more, next)),
    ...changed,
  ];
}

/** The card that is drawn at this point, as a browser finds it: of those on top the last. */
function topmost({ cards, seats }: Picture, at: Point): CardSpec | undefined {
  const under = cards.filter(({ sampleId }) => {
    const seat = seats.get(sampleId);
    const half = (seat?.at.size ?? 0) / 2;
    return seat && Math.abs(seat.at.x - at.x) <= half && Math.abs(seat.at.y - at.y) <= half;
  });
  return under.findLast(({ sampleId }) => seats.get(sampleId)?.raised) ?? under.at(-1);
}

const arrange = (seating: Seating, all: readonly CardSpec[], pointer: Pointer = AWAY): Picture =>
  seating.arrange(drawnCards(all, stripPlaces(layout, layout.least).length), all, layout, pointer);

const aimed = (aim: Point, more: Partial<Pointer> = {}): Pointer => ({ ...AWAY, inside: true, aim, ...more });

/** A board with cards all over it, and a point on one of them. */
function boardOf(seed: number) {
  const next = random(seed);
  const cards = Array.from({ length: 5 + Math.floor(next() * 60) }, (_, id) => someCard(id, next));
  const seating = new Seating();
  const picture = arrange(seating, cards);
  const { at } = picture.seats.get(oneOf(picture.cards, next).sampleId) ?? { at: { x: 0, y: 0, size: 0 } };
  const off = () => (next() - 0.5) * at.size * 0.9;
  return { next, cards, seating, picture, aim: { x: at.x + off(), y: at.y + off() } };
}

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);

describe('what is drawn while a pointer aims', () => {
  it('has the same card under the pointer whatever an answer brings, and the same class for it', () => {
    for (const seed of SEEDS) {
      const { next, cards, seating, picture, aim } = boardOf(seed);
      const before = topmost(picture, aim);
      expect(before).toBeDefined();
      let all = cards;
      for (let answers = 0; answers < 3; answers += 1) {
        all = answered(all, next);
        const after = topmost(arrange(seating, all, aimed(aim)), aim);
        expect([after?.sampleId, after?.classIndex]).toEqual([before?.sampleId, before?.classIndex]);
      }
    }
  });

  it('lets no card near the pointer leave, and none come near', () => {
    for (const seed of SEEDS) {
      const { next, cards, seating, picture, aim } = boardOf(seed);
      const all = answered(cards, next);
      const after = arrange(seating, all, aimed(aim));
      const at = ({ cards: shown, seats }: Picture) =>
        shown
          .map(({ sampleId }) => ({ sampleId, at: seats.get(sampleId)?.at ?? { x: NaN, y: NaN } }))
          .filter((card) => near(card.at, aim, layout.card))
          .sort((a, b) => a.sampleId - b.sampleId);
      expect(at(after)).toEqual(at(picture));
    }
  });

  it('is all that there is once the pointer is elsewhere', () => {
    for (const seed of SEEDS) {
      const { next, cards, seating, aim } = boardOf(seed);
      const all = answered(cards, next);
      const held = arrange(seating, all, aimed(aim));
      if (!held.waiting) expect(held.cards).toEqual(all.filter((card) => held.seats.has(card.sampleId)));
      const away = arrange(seating, all);
      expect(away.waiting).toBe(false);
      expect(away.cards).toEqual(all.filter((card) => away.seats.has(card.sampleId)));
      if (all.length > cards.length) expect(away).toEqual(arrange(new Seating(), all));
    }
  });

  it('moves the card that the person has put there at once', () => {
    const { cards, seating, picture } = boardOf(7);
    const [card] = cards;
    const { at } = picture.seats.get(0) ?? { at: { x: 0, y: 0 } };
    const put = {
      ...card,
      sampleId: 0,
      status: 'corrected' as const,
      classIndex: 2,
      confidence: 0.31,
    } as CardSpec;
    const all = cards.map((other) => (other.sampleId === 0 ? put : other));
    const waits = arrange(seating, all, aimed(at));
    expect(waits.seats.get(0)?.at).toEqual(at);
    expect(waits.waiting).toBe(true);
    const moved = arrange(seating, all, aimed(at, { own: [0] }));
    expect(moved.seats.get(0)).toMatchObject({ classIndex: 2, confidence: 0.31 });
    expect(moved.waiting).toBe(false);
  });

  it('keeps a card on top that is confirmed under the pointer, and lets it down when the pointer is elsewhere', () => {
    const seating = new Seating();
    const yellow = [1, 2].map((id) => ({
      ...loose(id),
      status: 'predicted' as const,
      classIndex: 1,
      confidence: 0.5,
    }));
    const { seats } = arrange(seating, yellow);
    const at = seats.get(2)?.at ?? { x: 0, y: 0 };
    const all = yellow.map((card) =>
      card.sampleId === 2 ? { ...card, status: 'confirmed' as const } : card,
    );
    const under = arrange(seating, all, aimed(at));
    expect([under.seats.get(2)?.raised, under.waiting]).toEqual([true, true]);
    expect(under.cards).toEqual(all);
    expect(arrange(seating, all, aimed({ x: 0, y: 0 })).seats.get(2)?.raised).toBe(false);
  });
});

describe('what is drawn while a pointer is down', () => {
  it('stays as it was, and is made up for when the pointer is up', () => {
    for (const seed of SEEDS.slice(0, 50)) {
      const { next, cards, seating, picture, aim } = boardOf(seed);
      const all = answered(cards, next).slice(1);
      expect(arrange(seating, all, aimed(aim, { down: true }))).toBe(picture);
      const after = arrange(seating, all);
      expect(after.cards).toEqual(all.filter(({ sampleId }) => after.seats.has(sampleId)));
    }
  });

  it('follows the board when it gets another size', () => {
    const { cards, seating, aim } = boardOf(1);
    const wider = layoutBoard({ width: 900, height: 400 }, ['a', 'b', 'c']);
    const { seats } = seating.arrange(cards, cards, wider, aimed(aim, { down: true }));
    expect(seats).toEqual(new Seating().arrange(cards, cards, wider).seats);
  });
});
