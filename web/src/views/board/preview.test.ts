import { describe, expect, it } from 'vitest';
import { random } from './card.fixture';
import { layoutBoard, stripPlaces, type BoardLayout } from './geometry';
import type { Square } from './places';
import { covers, previewPlace } from './preview';

const named = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const SIZES = [
  { width: 670, height: 430 },
  { width: 1150, height: 700 },
  { width: 560, height: 330 },
  { width: 360, height: 420 },
];

function cardsOn({ strip, columns, card }: BoardLayout, next: () => number, count: number): Square[] {
  const bottom = Math.max(...columns.map(({ y, height }) => y + height));
  return Array.from({ length: count }, () => ({
    x: strip.x + card / 2 + next() * (strip.width - card),
    y: card / 2 + next() * (bottom - card),
    size: card,
  }));
}

const inStrip = (layout: BoardLayout, count: number): Square[] =>
  stripPlaces(layout, layout.card)
    .slice(0, count)
    .map((at) => ({ ...at, size: layout.card }));

describe('the large image of a card', () => {
  it('covers no card that waits for an answer, on any board, and stays on it', () => {
    let shown = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const next = random(seed);
      const layout = layoutBoard(
        SIZES[seed % SIZES.length] ?? { width: 0, height: 0 },
        named(3 + (seed % 40)),
      );
      const open = [...inStrip(layout, seed % 15), ...cardsOn(layout, next, Math.floor(next() * 40))];
      for (const at of [...open.slice(0, 12), ...open.slice(-12), ...cardsOn(layout, next, 2)]) {
        const place = previewPlace(at, open, layout);
        if (!place) continue;
        shown += 1;
        expect([at, ...open].filter((card) => covers(place, card))).toEqual([]);
        expect(Math.min(place.x, place.y)).toBeGreaterThanOrEqual(0);
        expect(place.x + place.width).toBeLessThanOrEqual(layout.strip.x + layout.strip.width + 0.01);
        expect(place.y + place.height).toBeLessThanOrEqual(layout.strip.y + layout.strip.height + 0.01);
      }
    }
    expect(shown).toBeGreaterThan(200);
  });

  it.each(SIZES)('of a full strip stands whole above it, on %o', (size) => {
    const layout = layoutBoard(size, named(10));
    const open = inStrip(layout, 1000);
    for (const at of open) {
      const place = previewPlace(at, open, layout);
      expect(place?.breadth).toBe(128);
      const across = Math.abs((place?.x ?? 0) + (place?.width ?? 0) / 2 - at.x);
      expect(across).toBeLessThan(150);
    }
  });

  it('stands beside a card that is alone', () => {
    const layout = layoutBoard(SIZES[1] ?? { width: 0, height: 0 }, named(10));
    const at = { x: 300, y: 300, size: 50 };
    expect(previewPlace(at, [at], layout)).toMatchObject({ x: 339, y: 300 - 183 / 2, breadth: 128 });
  });

  it('is not shown where all of the board waits', () => {
    const layout = layoutBoard(SIZES[0] ?? { width: 0, height: 0 }, named(10));
    const open = Array.from({ length: 400 }, (_, index) => ({
      ...{ x: 20 + (index % 20) * 34, y: 12 + Math.floor(index / 20) * 24, size: 30 },
    }));
    expect(previewPlace(open[0] ?? { x: 0, y: 0, size: 0 }, open, layout)).toBeNull();
  });
});
