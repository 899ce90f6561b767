import { describe, expect, it } from 'vitest';
import { inkOn, luminance, mixed } from './colours';

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

describe('ink', () => {
  it.each(['#23478f', '#d92b3a'])('can be read on every strength of %s', (colour) => {
    for (let percent = 0; percent <= 100; percent += 1) {
      const ground = mixed(colour, '#f4f5f8', percent / 100);
      expect(contrast(inkOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('mixing', () => {
  it('goes from the ground to the colour', () => {
    expect(mixed('#102030', '#506070', 0)).toBe('#506070');
    expect(mixed('#102030', '#506070', 0.5)).toBe('#304050');
    expect(mixed('#102030', '#506070', 1)).toBe('#102030');
  });
});
