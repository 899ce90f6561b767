import { describe, expect, it } from 'vitest';
import { shade, summed } from './words';

describe('words that speak for a class and against it', () => {
  it('stand out by their share of the strongest', () => {
    expect(shade(2, 2)).toBe(55);
    expect(shade(-1, 2)).toBe(28);
    expect(shade(0, 2)).toBe(0);
  });

  it('add up on both sides', () => {
    expect(summed([{ value: 1 }, { value: -0.25 }, { value: 0.5 }, { value: 0 }])).toEqual({
      pro: 1.5,
      contra: -0.25,
    });
  });
});
