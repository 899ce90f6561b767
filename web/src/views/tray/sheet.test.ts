import { describe, expect, it } from 'vitest';
import { shownOf, stepped } from './sheet';

const frame = { width: 325, height: 120, scrolled: 0, across: 50, down: 50 };

describe('a contact sheet', () => {
  it('draws the rows that can be seen and a few beyond, and is as high as all', () => {
    expect(shownOf(1000, frame)).toEqual({ columns: 6, first: 0, end: 30, top: 0, whole: 167 * 50 });
    const below = shownOf(1000, { ...frame, scrolled: 4000 });
    expect(below).toMatchObject({ first: 78 * 6, top: 78 * 50, end: 85 * 6 });
  });

  it.each([0, 1, 7, 1000])('draws every one of %d somewhere, and no other', (count) => {
    const seen = new Set<number>();
    for (let scrolled = 0; scrolled <= shownOf(count, frame).whole; scrolled += 60) {
      const { first, end } = shownOf(count, { ...frame, scrolled });
      for (let index = first; index < end; index += 1) seen.add(index);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it('draws something where it is narrower than a picture, or scrolled beyond its end', () => {
    expect(shownOf(3, { ...frame, width: 10 }).columns).toBe(1);
    expect(shownOf(3, { ...frame, scrolled: 900 })).toMatchObject({ first: 0, end: 3 });
  });

  it('is walked by arrows and never left', () => {
    expect(stepped('ArrowDown', 3, 20, 6)).toBe(9);
    expect(stepped('ArrowUp', 3, 20, 6)).toBeNull();
    expect(stepped('ArrowRight', 19, 20, 6)).toBeNull();
    expect(stepped('ArrowLeft', 1, 20, 6)).toBe(0);
    expect(stepped('x', 1, 20, 6)).toBeNull();
  });
});
