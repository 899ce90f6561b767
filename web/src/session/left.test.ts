import { describe, expect, it } from 'vitest';
import { secondsLeft } from './left';

describe('the time that a scheme still trains', () => {
  it('is what is left of the round before, at first', () => {
    expect(secondsLeft(0.1, 3, 20)).toBe(17);
    expect(secondsLeft(0.1, 30, 20)).toBe(0);
  });

  it('follows from its own pace, once that can be seen', () => {
    expect(secondsLeft(0.5, 12, 20)).toBe(12);
    expect(secondsLeft(0.9, 9, null)).toBeCloseTo(1);
    expect(secondsLeft(1, 9, null)).toBe(0);
  });

  it('is not made up where nothing is known', () => {
    expect(secondsLeft(0.02, 5, null)).toBeNull();
    expect(secondsLeft(0, 0, null)).toBeNull();
  });
});
