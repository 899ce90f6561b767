import { describe, expect, it } from 'vitest';
import { fitted } from './coordinates';
import { nearestIn } from './nearest';

describe('fitting coordinates', () => {
  it('fills [-1, 1] in the longer direction and keeps proportions', () => {
    const [x0, y0, x1, y1] = fitted(Float32Array.of(10, 5, 30, 10));
    expect(x1).toBeCloseTo(0.95);
    expect(x0).toBeCloseTo(-0.95);
    expect((y1 ?? 0) - (y0 ?? 0)).toBeCloseTo(1.9 / 4);
  });

  it('centres points that are all the same, and takes none at all', () => {
    expect([...fitted(Float32Array.of(3, 4, 3, 4))]).toEqual([0, 0, 0, 0]);
    expect(fitted(new Float32Array())).toHaveLength(0);
  });

  it('leaves samples that are held out without a place', () => {
    const placed = fitted(Float32Array.of(0, 0, NaN, NaN, 2, 2));
    expect([...placed.slice(2, 4)]).toEqual([NaN, NaN]);
    expect(placed[4]).toBeCloseTo(0.95);
    expect(nearestIn(placed)(0.9, 0.9, 1)).toBe(2);
  });

  it('names the sample whose coordinates are not numbers', () => {
    expect(() => fitted(Float32Array.of(0, 0, 1, NaN))).toThrow('sample 1');
  });
});
