import { describe, expect, it } from 'vitest';
import { areaUnder } from './area';

const at = (...points: [number, number][]) => points.map(([labels, accuracy]) => ({ labels, accuracy }));

describe('the area under a learning curve', () => {
  it('is the mean height of the line through its points', () => {
    expect(areaUnder(at([10, 0.4], [20, 0.6]))).toEqual({ area: 0.5, from: 10, to: 20 });
    expect(areaUnder(at([10, 0.4], [20, 0.6], [100, 1]))?.area).toBeCloseTo((10 * 0.5 + 80 * 0.8) / 90);
  });

  it('takes in rounds of the same labels, and begins anew where labels were undone', () => {
    expect(areaUnder(at([10, 0.4], [10, 0.6], [20, 0.8]))?.area).toBeCloseTo(0.7);
    expect(areaUnder(at([10, 0.9], [30, 0.9], [10, 0.5], [20, 0.7]))).toEqual({
      area: 0.6,
      from: 10,
      to: 20,
    });
  });

  it('is none of a single number of labels', () => {
    expect(areaUnder(at([10, 0.4]))).toBeNull();
    expect(areaUnder(at([10, 0.4], [10, 0.5]))).toBeNull();
    expect(areaUnder([])).toBeNull();
  });
});
