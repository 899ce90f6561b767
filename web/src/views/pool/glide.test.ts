import { describe, expect, it } from 'vitest';
import { between } from './glide';

describe('points on their way to another projection', () => {
  const [from, to] = [Float32Array.of(0, 0, 1, -1), Float32Array.of(1, 2, 1, NaN)];

  it('begin where they were, and end where they go', () => {
    expect(between(from, to, 1)).toBe(to);
    expect([...between(from, Float32Array.of(1, 2, 1, 0), 0)]).toEqual([...from]);
  });

  it('are on the line between the two, each its own', () => {
    expect([...between(from, to, 0.25)]).toEqual([0.25, 0.5, 1, NaN]);
  });
});
