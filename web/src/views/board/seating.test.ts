import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { loose } from './card.fixture';
import { heightOf, layoutBoard } from './geometry';
import { Seating, type Picture } from './picture';
import { seat } from './seating';

const layout = layoutBoard({ width: 400, height: 400 }, ['a', 'b']);
const placed = (card: CardSpec, confidence: number, status: CardSpec['status'] = 'hand_labelled') => ({
  ...card,
  status,
  classIndex: 1,
  confidence,
});
const batch = Array.from({ length: 10 }, (_, index) => loose(index));
const placesOf = ({ seats }: Picture, ids: readonly number[]) => ids.map((id) => seats.get(id)?.at);

describe('seats', () => {
  it('are in the column of the class at the height of the confidence, or in the strip', () => {
    const seats = seat([placed(loose(1), 0.25), loose(2)], layout);
    const column = layout.columns[1] ?? layout.strip;
    expect(seats.get(1)?.at.y).toBe(heightOf(0.25, column, layout.card));
    expect(seats.get(1)?.at.x).toBeGreaterThan(column.x);
    expect(seats.get(2)?.at.y).toBeGreaterThan(layout.strip.y);
  });

  it('in the strip stay when others leave, and the one that comes back gets a free one', () => {
    const seating = new Seating();
    const before = seating.arrange(batch, batch, layout);
    const left = batch.map((card) => (card.sampleId === 2 ? placed(card, 0.8) : card));
    const after = seating.arrange(left, left, layoutBoard({ width: 400, height: 400 }, ['a', 'b']));
    const others = batch.map(({ sampleId }) => sampleId).filter((id) => id !== 2);
    expect(placesOf(after, others)).toEqual(placesOf(before, others));
    expect(seating.arrange(batch, batch, layout).seats).toEqual(before.seats);
  });

  it('in a column stay when a neighbour is confirmed or leaves', () => {
    const seating = new Seating();
    const yellow = batch.map((card) => placed(card, 0.7, 'predicted'));
    const before = seating.arrange(yellow, yellow, layout);
    const acted = yellow.map((card, index) =>
      index === 3 ? loose(card.sampleId) : index === 5 ? placed(card, 0.7, 'confirmed') : card,
    );
    const after = seating.arrange(acted, acted, layout);
    const others = [0, 1, 2, 4, 5, 6, 7, 8, 9];
    expect(placesOf(after, others)).toEqual(placesOf(before, others));
  });

  it('are given anew when new samples arrive or the board has another size', () => {
    const seating = new Seating();
    seating.arrange(batch, batch, layout);
    const left = batch.slice(5);
    seating.arrange(left, left, layout);
    const more = [loose(20), ...left];
    expect(seating.arrange(more, more, layout).seats).toEqual(seat(more, layout));
    const wider = layoutBoard({ width: 900, height: 400 }, ['a', 'b']);
    expect(seating.arrange(more, more, wider).seats).toEqual(seat(more, wider));
  });

  it('that are left go to cards that found none before', () => {
    const seating = new Seating();
    const before = seating.arrange(batch.slice(0, 3), batch, layout);
    const left = batch.slice(1, 4);
    const after = seating.arrange(left, batch, layout);
    expect(after.seats.get(3)?.at).toEqual(before.seats.get(0)?.at);
  });
});
