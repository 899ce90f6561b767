import { describe, expect, it } from 'vitest';
import { heat } from './heat';

describe('the picture of what speaks for an answer', () => {
  it('is warm for, cold against, and most opaque where it is strongest', () => {
    const [first, second, third] = [0, 4, 8].map((at) => [...heat([[0.4, -0.2, 0]]).slice(at, at + 4)]);
    expect(first?.[0]).toBeGreaterThan(first?.[2] ?? 0);
    expect(second?.[2]).toBeGreaterThan(second?.[0] ?? 0);
    expect([first?.[3], second?.[3], third?.[3]]).toEqual([200, 100, 0]);
  });

  it('shows nothing where nothing speaks', () => {
    expect([...heat([[0, 0]])].filter((_, index) => index % 4 === 3)).toEqual([0, 0]);
  });
});
