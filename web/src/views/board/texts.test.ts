import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { loose } from './card.fixture';
import { heightOf, layoutBoard } from './geometry';
import { saidHeight, seat } from './seating';

describe('cards that are texts', () => {
  const layout = layoutBoard({ width: 720, height: 480 }, ['other', 'disaster'], false, true);
  const [column] = layout.columns;
  if (!column || !layout.wide) throw new Error('there is no column');
  const { wide } = layout;

  const labelled = (sampleId: number, confidence: number, trained = false): CardSpec => ({
    ...loose(sampleId),
    status: 'hand_labelled',
    classIndex: 0,
    confidence,
    trained,
  });

  it('are as wide as their column, beside the marks of earlier rounds', () => {
    const seats = seat([labelled(1, 0.5), labelled(2, 0.5, true)], layout);
    const [large, mark] = [seats.get(1)?.at, seats.get(2)?.at];
    if (!large || !mark) throw new Error('a card has no seat');
    expect(large.x - wide.column / 2).toBeGreaterThan(mark.x + mark.size / 2);
    expect(large.x + wide.column / 2).toBeLessThanOrEqual(column.x + column.width);
    expect(large.y).toBe(heightOf(0.5, column, layout.card));
  });

  it('stand one above the other where their confidence is alike, and none covers another', () => {
    const cards = Array.from({ length: 8 }, (_, index) => labelled(index, 0.6));
    const seats = [...seat(cards, layout).values()].map(({ at }) => at).sort((a, b) => a.y - b.y);
    expect(seats).toHaveLength(8);
    seats.slice(1).forEach((at, index) => {
      const above = seats[index];
      expect(at.y - (above?.y ?? 0)).toBeGreaterThanOrEqual((at.size + (above?.size ?? 0)) / 2);
    });
  });

  it('say their height where they have no room at it, and only there', () => {
    const cards = [...Array.from({ length: 8 }, (_, index) => labelled(index, 0.6)), labelled(8, 0.1)];
    const seats = seat(cards, layout);
    const told = cards.map((card) => {
      const at = seats.get(card.sampleId)?.at;
      if (!at) throw new Error('a card has no seat');
      const off = Math.abs(at.y - heightOf(card.confidence ?? 0, column, layout.card)) > at.size / 2;
      const said = saidHeight(card, at, layout, false);
      expect(said).toBe(off ? '60%' : null);
      return said;
    });
    expect(told.filter(Boolean).length).toBeGreaterThan(4);
    expect(told[8]).toBeNull();
  });
});
