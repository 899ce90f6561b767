import { describe, expect, it } from 'vitest';
import { confidenceAt, dodge, dropAt, heightOf, layoutBoard, stripPlaces, type Point } from './geometry';

const layout = layoutBoard({ width: 720, height: 480 }, 10);
const column = layout.columns[3] ?? layout.strip;

function overlaps(points: Point[], card: number): number {
  let pairs = 0;
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) {
      if (Math.abs(a.x - b.x) < card && Math.abs(a.y - b.y) < card) pairs += 1;
    }
  }
  return pairs;
}

describe('height and confidence', () => {
  it('are each other’s inverse, to a whole percentage', () => {
    for (let percent = 0; percent <= 100; percent += 1) {
      const y = heightOf(percent / 100, column, layout.card);
      expect(confidenceAt(y, column, layout.card)).toBeCloseTo(percent / 100, 10);
    }
  });

  it('keep cards inside their column, and confidence inside [0, 1]', () => {
    expect(heightOf(1, column, layout.card) - layout.card / 2).toBe(column.y);
    expect(heightOf(0, column, layout.card) + layout.card / 2).toBeCloseTo(column.y + column.height);
    expect(confidenceAt(-1000, column, layout.card)).toBe(1);
    expect(confidenceAt(9999, column, layout.card)).toBe(0);
  });
});

describe('the layout', () => {
  it.each([
    [720, 480, 10],
    [1150, 780, 10],
    [720, 480, 2],
    [720, 480, 26],
  ])('fits columns and strip into %i x %i for %i classes', (width, height, classes) => {
    const { columns, strip, card } = layoutBoard({ width, height }, classes);
    const last = columns.at(-1) ?? strip;
    expect(last.x + last.width).toBeLessThanOrEqual(width + 0.01);
    expect(strip.y).toBeGreaterThan(last.y + last.height);
    expect(strip.y + strip.height).toBeLessThanOrEqual(height + 0.01);
    expect(card).toBeLessThanOrEqual(last.width);
  });
});

describe('class names', () => {
  it('are written upwards where a column is too narrow for the longest, with more room above the columns', () => {
    const names = (width: number, classes: number, letters: number) =>
      layoutBoard({ width, height: 480 }, classes, letters);
    expect(names(720, 10, 1).upright).toBe(false);
    expect(names(1150, 10, 20).upright).toBe(false);
    expect(names(720, 26, 1).upright).toBe(true);
    const upright = names(720, 26, 20);
    expect(upright.upright).toBe(true);
    expect(upright.header.height).toBeGreaterThan(100);
    expect(upright.columns[0]?.y).toBe(upright.header.height);
  });
});

describe('a drop', () => {
  const middle = column.x + column.width / 2;

  it('takes the column from the pointer and the confidence from the height of the card', () => {
    const y = heightOf(0.8, column, layout.card);
    expect(dropAt({ x: middle, y: y + 9 }, y, layout)).toEqual({
      region: 'class',
      classIndex: 3,
      confidence: 0.8,
    });
  });

  it('on the class name is full confidence', () => {
    expect(dropAt({ x: middle, y: 10 }, 10, layout)).toEqual({
      region: 'class',
      classIndex: 3,
      confidence: 1,
    });
  });

  it('on the strip gives the sample back, and beside the board does nothing', () => {
    const { strip } = layout;
    expect(dropAt({ x: middle, y: strip.y + 5 }, strip.y, layout)).toEqual({ region: 'unlabelled' });
    expect(dropAt({ x: -5, y: 100 }, 100, layout)).toEqual({ region: 'outside' });
    expect(dropAt({ x: middle, y: 2000 }, 2000, layout)).toEqual({ region: 'outside' });
  });
});

describe('dodging', () => {
  it('keeps cards apart while there is room', () => {
    const wide = { ...column, width: 120 };
    const points = dodge([100, 100, 100, 200, 210], wide, 30);
    expect(overlaps(points, 30)).toBe(0);
  });

  it('never moves a card off its height or out of its column', () => {
    const heights = Array.from({ length: 100 }, (_, index) => column.y + 20 + ((index * 37) % 200));
    const points = dodge(heights, column, layout.card);
    expect(points.map(({ y }) => y)).toEqual(heights);
    for (const { x } of points) {
      expect(x - layout.card / 2).toBeGreaterThanOrEqual(column.x);
      expect(x + layout.card / 2).toBeLessThanOrEqual(column.x + column.width);
    }
  });

  it('leaves those that stand already where they are', () => {
    const wide = { ...column, width: 120 };
    const [first] = dodge([100], wide, 30);
    const points = dodge([100, 105], wide, 30, first ? [first] : []);
    expect(points).toHaveLength(2);
    expect(overlaps([...points, ...(first ? [first] : [])], 30)).toBe(0);
  });

  it('spreads cards that must overlap over the whole width', () => {
    const points = dodge(Array<number>(12).fill(150), column, layout.card);
    expect(new Set(points.map(({ x }) => x)).size).toBeGreaterThan(3);
  });
});

describe('the strip', () => {
  it.each([
    [720, 480, 10],
    [1150, 780, 26],
    [300, 200, 3],
  ])('of a board of %i x %i for %i classes has places apart, all inside', (width, height, classes) => {
    const board = layoutBoard({ width, height }, classes);
    const { strip, card } = board;
    const places = stripPlaces(board);
    expect(places.length).toBeGreaterThanOrEqual(10);
    expect(overlaps(places, card)).toBe(0);
    for (const { x, y } of places) {
      expect(x + card / 2).toBeLessThanOrEqual(strip.x + strip.width);
      expect(y + card / 2).toBeLessThanOrEqual(strip.y + strip.height);
    }
  });
});
