import { describe, expect, it } from 'vitest';
import { coloured } from '../report/pixels';
import { classColour } from '../views/shared/colours';
import { saidOf } from '../views/shared/boxes';
import { drawn, fitted, yOf } from './boxes';
import { diagramOf } from './diagram';
import type { Comparison, Nemenyi } from './types';

describe('the critical-difference diagram', () => {
  const comparison = { treatments: ['a', 'b', 'c'], mean_ranks: [1.2, 1.8, 3] } as unknown as Comparison;
  const after: Nemenyi = { critical_difference: 1.1, p: [], groups: [[0, 1]] };

  it('names each treatment once, and joins each group', () => {
    const { names, bars, reach } = diagramOf(comparison, after);
    expect(names.map(({ text }) => text).sort()).toEqual(['a (1.20)', 'b (1.80)', 'c (3.00)']);
    expect(bars).toHaveLength(1);
    expect(reach).not.toBeNull();
  });

  it('does not draw a difference that is longer than its axis', () => {
    expect(diagramOf(comparison, { ...after, critical_difference: 2.4 }).reach).toBeNull();
  });
});

describe('a box', () => {
  const box = { low: 0.1, first: 0.28, median: 0.5, third: 0.8, high: 0.9, beyond: [0], labels: 6 };

  it('stands between its quartiles, inside its group', () => {
    const at = drawn(box, 1, 4, 0, 2);
    expect(at.top).toBe(yOf(0.8));
    expect(at.top + at.height).toBeCloseTo(yOf(0.28));
    expect(at.left).toBeGreaterThan(drawn(box, 0, 4, 1, 2).left);
    expect(at.beyond).toEqual([yOf(0)]);
    expect(saidOf('RS', box)).toBe('RS: median 0.50, quartiles 0.28 and 0.80, 6 labels');
  });

  it('has a name as far as there is room', () => {
    expect(fitted('a name of twenty letters', 40)).toHaveLength(2);
    expect(fitted('zero', 3)).toBe('zero');
  });
});

describe('the pixels of a map', () => {
  it('take the colours of classes, and nothing is seen through', () => {
    const data = new Uint8ClampedArray([0, 0, 0, 255, 1, 1, 1, 255, 4, 4, 4, 255]);
    coloured(data);
    expect(data[3]).toBe(0);
    const hex = (at: number) =>
      '#' + [...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0')).join('');
    expect([hex(4), hex(8)]).toEqual([classColour(0), classColour(3)]);
  });
});
