import { describe, expect, it } from 'vitest';
import { halfWidth, wilson } from './wilson';

describe('the interval of a share', () => {
  it('is that of Wilson, which stays within 0 and 1', () => {
    const [low, high] = wilson(8, 10);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
    expect(wilson(10, 10)[1]).toBe(1);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  it('is about half as wide for four times as many samples', () => {
    expect(halfWidth(0.8, 50)).toBeCloseTo(0.109, 2);
    expect(halfWidth(0.8, 50) / halfWidth(0.8, 200)).toBeCloseTo(2, 1);
  });
});
