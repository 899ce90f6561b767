import { describe, expect, it } from 'vitest';
import { between, diameterOf, panned, placeOf, pointAt, WHOLE, zoomed } from './view';
import { wheelFactor } from './gestures';

const SIZES = [
  { width: 400, height: 300 },
  { width: 300, height: 900 },
];
const VIEWS = [WHOLE, { x: 0.3, y: -0.2, scale: 7.5 }, { x: -2, y: 1, scale: 0.4 }];
const CASES = SIZES.flatMap((size) => VIEWS.map((view) => ({ size, view })));

describe.each(CASES)('the view $view in $size', ({ size, view }) => {
  const place = { x: 37, y: 211 };

  it('finds the point at a place, and the place of a point', () => {
    const back = placeOf(pointAt(place, view, size), view, size);
    expect(back.x).toBeCloseTo(place.x);
    expect(back.y).toBeCloseTo(place.y);
  });

  it('moves every point as far as the pointer', () => {
    const point = pointAt(place, view, size);
    const moved = placeOf(point, panned(view, size, { x: 12, y: -5 }), size);
    expect(moved.x).toBeCloseTo(place.x + 12);
    expect(moved.y).toBeCloseTo(place.y - 5);
  });

  it.each([1.3, 0.7, 1e9, 1e-9])('keeps what is under the pointer there when zoomed by %d', (factor) => {
    const point = pointAt(place, view, size);
    const after = placeOf(point, zoomed(view, size, factor, place), size);
    expect(after.x).toBeCloseTo(place.x);
    expect(after.y).toBeCloseTo(place.y);
  });
});

describe('the whole view', () => {
  it('fits the square of all coordinates into the shorter side, and y points up', () => {
    const size = { width: 400, height: 300 };
    expect(placeOf({ x: 0, y: 0 }, WHOLE, size)).toEqual({ x: 200, y: 150 });
    expect(placeOf({ x: -1, y: 1 }, WHOLE, size)).toEqual({ x: 50, y: 0 });
  });
});

describe('zooming', () => {
  it('ends at a bound, and leaves the view as it is there', () => {
    const size = { width: 400, height: 300 };
    const nearest = zoomed(WHOLE, size, 1e9, { x: 10, y: 10 });
    expect(nearest.scale).toBeLessThan(1e5);
    expect(zoomed(nearest, size, 2, { x: 390, y: 5 })).toEqual(nearest);
  });

  it('takes as much of the wheel back as it took', () => {
    const there = wheelFactor({ deltaY: -100, deltaMode: 0 }, 400);
    const back = wheelFactor({ deltaY: 100, deltaMode: 0 }, 400);
    expect(there).toBeGreaterThan(1);
    expect(there * back).toBeCloseTo(1);
  });

  it('counts lines and pages of the wheel in pixels', () => {
    expect(wheelFactor({ deltaY: 3, deltaMode: 1 }, 400)).toBe(
      wheelFactor({ deltaY: 48, deltaMode: 0 }, 400),
    );
    expect(wheelFactor({ deltaY: 1, deltaMode: 2 }, 400)).toBe(
      wheelFactor({ deltaY: 400, deltaMode: 0 }, 400),
    );
  });
});

describe('the way from one view to another', () => {
  const from = { x: 1, y: -1, scale: 16 };

  it('begins at the one and ends at the other', () => {
    expect(between(from, WHOLE, 0)).toEqual(from);
    expect(between(from, WHOLE, 1)).toEqual(WHOLE);
  });

  it('zooms by equal factors in equal times', () => {
    expect(between(from, WHOLE, 0.5).scale).toBeCloseTo(4);
  });
});

describe('the size of points', () => {
  it('is larger for few samples, within bounds', () => {
    expect(diameterOf(10, WHOLE)).toBeCloseTo(6);
    expect(diameterOf(10_000, WHOLE)).toBeCloseTo(3.3);
    expect(diameterOf(1_000_000, WHOLE)).toBeCloseTo(2.5);
  });

  it('grows with the scale, but slower, and never shrinks below that of the whole', () => {
    expect(diameterOf(1_000_000, { ...WHOLE, scale: 0.5 })).toBeCloseTo(2.5);
    const near = diameterOf(1_000_000, { ...WHOLE, scale: 20 });
    expect(near).toBeGreaterThan(2.5);
    expect(near).toBeLessThan(20 * 2.5);
  });
});
