import { describe, expect, it } from 'vitest';
import { cornersOf, held, pointOf, pointsIn, rounded, weightsAt, type Point } from './polygon';

/** Numbers in [0, 1), always the same. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}
const COUNTS = [2, 3, 4, 5, 6];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('weights in a polygon', () => {
  it.each(COUNTS)('are exactly one scheme at each of %i corners', (count) => {
    const corners = cornersOf(count);
    corners.forEach((corner, index) => {
      const alone = corners.map((_, other) => Number(other === index));
      expect(weightsAt(corner, corners).map(Math.abs)).toEqual(alone);
      expect(rounded(weightsAt(corner, corners)).map(Math.abs)).toEqual(alone);
    });
  });

  it.each(COUNTS)(
    'are never negative, have the sum 1, and lead back to the point, with %i corners',
    (count) => {
      const corners = cornersOf(count);
      const numbers = random(count);
      for (let trial = 0; trial < 300; trial++) {
        const anywhere: Point = { x: 3 * numbers.next().value - 1.5, y: 3 * numbers.next().value - 1.5 };
        const point = held(anywhere, corners, 0);
        const weights = weightsAt(point, corners);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(sum(weights)).toBeCloseTo(1, 10);
        const back = pointOf(weights, corners);
        expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(1e-6);
        expect(sum(rounded(weights))).toBeCloseTo(1, 12);
      }
    },
  );

  it('are even in the middle', () => {
    for (const weight of weightsAt({ x: 0, y: 0 }, cornersOf(5))) expect(weight).toBeCloseTo(0.2, 10);
  });
});

describe('a point in the polygon', () => {
  it('is the corner it is near to, and the nearest on the edge where it lies outside', () => {
    const corners = cornersOf(4);
    expect(held({ x: 0.05, y: -0.97 }, corners, 0.1)).toBe(corners[0]);
    const outside = held({ x: 1, y: -1 }, corners, 0.1);
    expect([outside.x, outside.y]).toEqual([expect.closeTo(0.5), expect.closeTo(-0.5)]);
    expect(held({ x: 0.2, y: 0.1 }, corners, 0.1)).toEqual({ x: 0.2, y: 0.1 });
  });

  it.each(COUNTS)(
    'is among those to look for the best of %i schemes, each once, the corners first',
    (count) => {
      const corners = cornersOf(count);
      const points = pointsIn(corners);
      expect(points.slice(0, count)).toEqual(corners);
      points.forEach((point, index) => {
        for (const weight of weightsAt(point, corners)) expect(weight).toBeGreaterThan(-1e-9);
        const others = points.slice(0, index);
        for (const { x, y } of others) expect(Math.hypot(x - point.x, y - point.y)).toBeGreaterThan(1e-7);
      });
      expect(points.length).toBeGreaterThan(4 * count);
    },
  );
});
