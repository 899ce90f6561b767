import { describe, expect, it } from 'vitest';
import { outlineOf, within } from './outline';

/** A grid of points at whole numbers, row by row from 0, 0. */
const SIDE = 10;
const grid = new Float32Array(
  Array.from({ length: SIDE * SIDE }, (_, index) => [index % SIDE, Math.floor(index / SIDE)]).flat(),
);
const at = (x: number, y: number) => y * SIDE + x;

describe('a line around points', () => {
  it('is a box from where the drag began to where it ended', () => {
    const path = [
      { x: 1.5, y: 6.5 },
      { x: 9, y: 0 },
      { x: 3.5, y: 4.5 },
    ];
    expect(within(grid, outlineOf(path, 'box'))).toEqual([at(2, 5), at(3, 5), at(2, 6), at(3, 6)]);
  });

  it('holds what a lasso goes around, and not what lies in its bay', () => {
    const bay = [
      [0.5, 0.5],
      [4.5, 0.5],
      [4.5, 4.5],
      [3.5, 4.5],
      [3.5, 1.5],
      [0.5, 1.5],
    ].map(([x = 0, y = 0]) => ({ x, y }));
    const expected = [at(1, 1), at(2, 1), at(3, 1), at(4, 1), at(4, 2), at(4, 3), at(4, 4)];
    expect(within(grid, outlineOf(bay, 'lasso'))).toEqual(expected);
    expect(within(grid, outlineOf([...bay].reverse(), 'move'))).toEqual(expected);
  });

  it('holds nothing where it has no area', () => {
    expect(within(grid, [])).toEqual([]);
    expect(within(grid, [{ x: 2.5, y: 2.5 }])).toEqual([]);
    const there = [
      { x: 0.5, y: 0.5 },
      { x: 8.5, y: 8.5 },
    ];
    expect(within(grid, there)).toEqual([]);
  });
});
