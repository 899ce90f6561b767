import { describe, expect, it } from 'vitest';
import { percent } from '../shared/numbers';
import { saidOf } from '../shared/boxes';
import { areUpright, drawn, lettersIn, MARGIN, shortened, xOf, yOf } from './plot';

const box = { low: 0.1, first: 0.25, median: 0.5, third: 0.75, high: 1, beyond: [], labels: 1 };

describe('box plots of confidence', () => {
  it.each([3, 10, 40])(
    'stand in their class, the person’s left of the machine’s, of %i classes',
    (classes) => {
      const plot = { width: 420, height: 140, classes, upright: classes > 12 };
      const half = (420 - MARGIN.left - MARGIN.right) / classes / 2;
      for (const index of [0, classes - 1]) {
        const [mine, its] = [drawn(box, index, 0, plot), drawn(box, index, 1, plot)];
        expect(mine.left + mine.width).toBeLessThanOrEqual(its.left);
        expect(mine.left).toBeGreaterThanOrEqual(xOf(index, plot) - half);
        expect(its.left + its.width).toBeLessThanOrEqual(xOf(index, plot) + half);
        expect(mine.top + mine.height).toBeCloseTo(yOf(0.25, plot));
        expect(yOf(1, plot)).toBe(MARGIN.top);
      }
    },
  );

  it('have names on end where too few letters of one would be seen, and none that is cut without a sign', () => {
    const names = ['zero upright', 'one'];
    expect(areUpright(names, lettersIn(420, 40))).toBe(true);
    expect(areUpright(names, lettersIn(420, 10))).toBe(false);
    expect(areUpright(['0', '1'], lettersIn(420, 40))).toBe(false);
    expect(shortened('T-shirt/top', 5, false)).toBe('T-sh…');
    expect(shortened('zero upright', 1, true)).toBe('zero upr…');
    expect(shortened('one', 5, false)).toBe('one');
  });

  it('say what they show', () => {
    expect(saidOf('you', box, percent)).toBe('you: median 50%, quartiles 25% and 75%, 1 label');
  });
});
