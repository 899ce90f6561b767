import { describe, expect, it } from 'vitest';
import type { CardSpec, Status } from '../contract';
import { loose, oneOf, random } from './card.fixture';
import { heightOf, layoutBoard, type BoardLayout } from './geometry';
import { apart, beside, spread, type Square } from './places';
import { seat, type Seats } from './seating';

const column = { x: 100, y: 50, width: 200, height: 300 };
const pairs = (squares: readonly Square[]) =>
  squares.flatMap((a, i) => squares.slice(i + 1).map((b) => [a, b] as const));
const covered = (squares: readonly Square[]) => pairs(squares).filter(([a, b]) => !apart(a, b)).length;

describe('cards in a column', () => {
  it('stand in the middle, as large as they may be, while nothing is beside them', () => {
    expect(spread([100, 200], column, 50, 18)).toEqual([
      { x: 200, y: 100, size: 50 },
      { x: 200, y: 200, size: 50 },
    ]);
  });

  it('use the whole width at one height before they become smaller', () => {
    const four = spread([150, 150, 150], column, 50, 18);
    expect(four.map(({ size }) => size)).toEqual([50, 50, 50]);
    const nine = spread(Array<number>(9).fill(150), column, 50, 18);
    expect(covered(nine)).toBe(0);
    expect(nine.map(({ y }) => y)).toEqual(Array(9).fill(150));
    expect(Math.min(...nine.map(({ size }) => size))).toBeGreaterThanOrEqual(20);
  });

  it('leave their height only where the least ones have no room side by side, and no further than they must', () => {
    const many = spread(Array<number>(25).fill(150), column, 50, 18);
    expect(covered(many)).toBe(0);
    expect(Math.max(...many.map(({ y }) => Math.abs(y - 150)))).toBeLessThan(3 * 20);
  });

  it('take places that are free, and move nothing that stands', () => {
    const standing = [{ x: 200, y: 150, size: 50 }];
    const one = beside(150, column, 50, 18, standing);
    expect(one).toMatchObject({ y: 150, size: 50 });
    expect(covered([one, ...standing])).toBe(0);
  });
});

/** Boards as people leave them: up to twelve cards of this round, the rest labelled before. */
function board(seed: number, count: number, classes: number): CardSpec[] {
  const next = random(seed);
  const heights = Array.from({ length: 3 }, () => next());
  return Array.from({ length: count }, (_, id) => {
    const current = id < 10;
    const status: Status = current ? oneOf(['predicted', 'confirmed', 'corrected'], next) : 'confirmed';
    const near = current && next() < 0.7 ? oneOf(heights, next) : next();
    const classIndex = Math.floor((current && next() < 0.5 ? 0.3 : next()) * classes);
    return { ...loose(id), status, classIndex, confidence: Math.round(near * 100) / 100, trained: !current };
  });
}

const squaresOf = (seats: Seats, ids: (id: number) => boolean): Square[] =>
  [...seats].filter(([id]) => ids(id)).map(([, { at }]) => at);

const SIZES = [
  [640, 430],
  [1140, 700],
  [420, 420],
] as const;
const names = (count: number) => Array.from({ length: count }, (_, index) => `leaf of tree ${index}`);

describe.each([3, 10, 40])('a board of %i classes', (classes) => {
  const boards: [BoardLayout, CardSpec[]][] = SIZES.flatMap(([width, height]) =>
    Array.from({ length: 25 }, (_, seed): [BoardLayout, CardSpec[]] => [
      layoutBoard({ width, height }, names(classes)),
      board(seed, 20 + 36 * (seed % 6), classes),
    ]),
  );

  it('covers none of the current cards', () => {
    for (const [layout, cards] of boards) {
      expect(covered(squaresOf(seat(cards, layout), (id) => id < 10))).toBe(0);
    }
  });

  it('covers no label of an earlier round by a current card, and lets each be reached', () => {
    for (const [layout, cards] of boards) {
      const seats = seat(cards, layout);
      const current = squaresOf(seats, (id) => id < 10);
      const marks = squaresOf(seats, (id) => id >= 10);
      for (const mark of marks) expect(current.every((card) => apart(card, mark))).toBe(true);
      if (classes < 40) expect(covered(marks)).toBe(0);
    }
  });

  it('keeps cards in their columns, at their heights where there is room beside them', () => {
    for (const [layout, cards] of boards) {
      const seats = seat(cards, layout);
      for (const { sampleId, classIndex, confidence } of cards) {
        const at = seats.get(sampleId)?.at ?? { x: NaN, y: NaN, size: NaN };
        const inside = layout.columns[classIndex ?? 0] ?? layout.strip;
        expect(Math.abs(at.x - inside.x - inside.width / 2)).toBeLessThanOrEqual(
          (inside.width - at.size) / 2 + 0.01,
        );
        const off = Math.abs(at.y - heightOf(confidence ?? 0, inside, layout.card));
        if (off > 0.01) expect(at.size).toBeLessThanOrEqual(layout.least);
      }
    }
  });
});
