import { describe, expect, it } from 'vitest';
import { nextFrom, STEPS } from './stepping';

const points = new Float32Array([0, 0, 0.3, 0.02, 0.31, 0.2, -0.2, 0, 0, 0.5, NaN, NaN, 0.01, 0]);
const step = (key: string, gap = 0.05) => nextFrom({ x: 0, y: 0 }, STEPS[key] ?? { x: 0, y: 0 }, points, gap);

describe('stepping over the map', () => {
  it('goes to the nearest sample that way, straight ahead before aside', () => {
    expect([step('ArrowRight'), step('ArrowLeft'), step('ArrowUp')]).toEqual([1, 3, 4]);
  });

  it('passes what lies on the same spot, and stays where nothing lies that way', () => {
    expect(step('ArrowRight', 0.001)).toBe(6);
    expect(step('ArrowDown')).toBeNull();
  });
});
