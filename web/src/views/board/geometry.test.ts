import { describe, expect, it } from 'vitest';
import { confidenceAt, dropAt, heightOf, layoutBoard, stripPlaces, stripSize, type Point } from './geometry';

const named = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const layout = layoutBoard({ width: 720, height: 480 }, named(10));
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
    [670, 430, 40],
    [1150, 780, 50],
    [300, 200, 40],
  ])('fits columns and strip into %i x %i for %i classes', (width, height, classes) => {
    const { columns, strip, card } = layoutBoard({ width, height }, named(classes));
    const last = columns.at(-1) ?? strip;
    expect(last.x + last.width).toBeLessThanOrEqual(width + 0.01);
    expect(strip.y).toBeGreaterThan(last.y + last.height);
    expect(strip.y + strip.height).toBeLessThanOrEqual(height + 0.01);
    expect(card).toBeLessThanOrEqual(last.width);
  });

  it.each([
    [670, 430, 40, 24],
    [670, 430, 50, 18],
    [1150, 700, 40, 40],
  ])(
    'of %i x %i sets %i classes in rows, with cards whose images can be told',
    (width, height, classes, least) => {
      const names = named(classes).map((name) => `leaf of hornbeam ${name}`);
      const { columns, card, header } = layoutBoard({ width, height }, names);
      expect(card).toBeGreaterThanOrEqual(least);
      const rows = [...new Set(columns.map(({ y }) => y))];
      expect(rows).toHaveLength(2);
      const [first = 0, second = 0] = rows;
      expect(second - header.height).toBeGreaterThanOrEqual(first + (columns[0]?.height ?? 0));
      for (const column of columns) expect(column.x + column.width).toBeLessThanOrEqual(width + 0.01);
    },
  );
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

  it('in a row of columns further down is for the class that stands there', () => {
    const rows = layoutBoard(
      { width: 670, height: 430 },
      named(40).map((name) => `leaf ${name}`),
    );
    for (const [classIndex, { x, y, width }] of rows.columns.entries()) {
      const centre = heightOf(0.5, rows.columns[classIndex] ?? rows.strip, rows.card);
      expect(dropAt({ x: x + width / 2, y: centre }, centre, rows)).toMatchObject({
        classIndex,
        confidence: 0.5,
      });
      expect(dropAt({ x: x + width / 2, y: y - 5 }, y - 5, rows)).toMatchObject({
        classIndex,
        confidence: 1,
      });
    }
  });

  it('on the strip gives the sample back, and beside the board does nothing', () => {
    const { strip } = layout;
    expect(dropAt({ x: middle, y: strip.y + 5 }, strip.y, layout)).toEqual({ region: 'unlabelled' });
    expect(dropAt({ x: -5, y: 100 }, 100, layout)).toEqual({ region: 'outside' });
    expect(dropAt({ x: middle, y: 2000 }, 2000, layout)).toEqual({ region: 'outside' });
  });
});

describe('the strip', () => {
  it.each([
    [720, 480, 10],
    [1150, 780, 26],
    [300, 200, 3],
  ])('of a board of %i x %i for %i classes has places apart, all inside', (width, height, classes) => {
    const board = layoutBoard({ width, height }, named(classes));
    const { strip } = board;
    const card = stripSize(board, 10);
    const places = stripPlaces(board, card);
    expect(places.length).toBeGreaterThanOrEqual(10);
    expect(overlaps(places, card)).toBe(0);
    for (const { x, y } of places) {
      expect(x + card / 2).toBeLessThanOrEqual(strip.x + strip.width);
      expect(y + card / 2).toBeLessThanOrEqual(strip.y + strip.height);
    }
  });
});
