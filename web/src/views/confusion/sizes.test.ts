import { expect, it } from 'vitest';
import { sizesIn } from './sizes';

const named = (count: number, name = '') => Array.from({ length: count }, (_, index) => `${name}${index}`);

it('fits few classes into its frame', () => {
  for (const count of [2, 3, 10]) {
    const { left, top, column, row, scrolls } = sizesIn(250, 180, named(count));
    expect(scrolls).toBe(false);
    expect(left + count * column).toBeLessThanOrEqual(250);
    expect(top + count * row).toBeLessThanOrEqual(180);
  }
});

it('scrolls cells of 24 pixels where they would be tiny, and leaves two thirds of the frame to them', () => {
  for (const name of ['', 'a long name of a class ']) {
    const { left, top, column, row, scrolls } = sizesIn(250, 180, named(40, name));
    expect(scrolls).toBe(true);
    expect(Math.min(column, row)).toBeGreaterThanOrEqual(24);
    expect(left).toBeLessThanOrEqual(250 * 0.34);
    expect(top).toBeLessThanOrEqual(180 * 0.34);
  }
});

it('fits forty classes into a window', () => {
  expect(sizesIn(1200, 600, named(40)).scrolls).toBe(false);
});
