import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { overruled } from './cards';
import { heightOf, layoutBoard } from './geometry';
import { edgeTowards, machineTicks } from './machine';
import { Seating, seatOf } from './picture';

const layout = layoutBoard({ width: 1034, height: 600 }, [...'0123456789']);
const card = (sampleId: number, more: Partial<CardSpec> = {}): CardSpec => ({
  sampleId,
  status: 'corrected',
  classIndex: 3,
  confidence: 0.8,
  source: 'default',
  prediction: { classIndex: 8, confidence: 0.4 },
  suggested: false,
  earlier: null,
  pending: false,
  image: '',
  text: null,
  changed: 0,
  trained: false,
  heldOut: false,
  ...more,
});

describe('what the machine had said of a label', () => {
  it('is marked in the column and at the height of its own, with where the card stands instead', () => {
    const drawn = [card(1), card(2, { status: 'confirmed', prediction: { classIndex: 3, confidence: 0.3 } })];
    const picture = new Seating().arrange(drawn, drawn, layout);
    const [other, same] = machineTicks(picture, layout);
    const [third, eighth] = [layout.columns[3], layout.columns[8]];
    if (!third || !eighth || !drawn[0] || !drawn[1]) throw new Error('ten columns');
    expect(other).toEqual({
      sampleId: 1,
      at: { x: eighth.x, y: heightOf(0.4, eighth, layout.card) },
      card: seatOf(drawn[0], picture).at,
    });
    expect(same).toEqual({
      sampleId: 2,
      at: { x: third.x, y: heightOf(0.3, third, layout.card) },
      card: seatOf(drawn[1], picture).at,
    });
  });

  it('is not marked where the card stands there, and of what is no label', () => {
    const accepted = card(1, {
      status: 'confirmed',
      source: 'accepted',
      classIndex: 8,
      confidence: 0.4,
    });
    const loose = card(2, { status: 'unlabelled', classIndex: null, confidence: null, source: null });
    const byHand = card(3, { status: 'hand_labelled', prediction: null });
    const waiting = card(4, { status: 'predicted', classIndex: 8, confidence: 0.4, source: null });
    expect([accepted, loose, byHand, waiting].map(overruled)).toEqual([null, null, null, null]);
  });
});

describe('the way to a card', () => {
  it('ends on its edge, and is none from where the card lies', () => {
    expect(edgeTowards({ x: 0, y: 100 }, { x: 100, y: 100 }, 40)).toEqual({ x: 80, y: 100 });
    expect(edgeTowards({ x: 50, y: 0 }, { x: 100, y: 100 }, 40)).toEqual({ x: 90, y: 80 });
    expect(edgeTowards({ x: 90, y: 85 }, { x: 100, y: 100 }, 40)).toBeNull();
    expect(edgeTowards({ x: 100, y: 100 }, { x: 100, y: 100 }, 40)).toBeNull();
  });
});
