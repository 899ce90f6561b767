import { describe, expect, it } from 'vitest';
import { boxOf, confidenceSpec } from './boxes';
import type { Placement, SessionState } from './types';

describe('a box plot', () => {
  it('has quartiles between values, and whiskers that reach to the last within 1.5 interquartile ranges', () => {
    expect(boxOf([0.1, 0.2, 0.3, 0.4])).toEqual({
      low: 0.1,
      first: expect.closeTo(0.175),
      median: 0.25,
      third: expect.closeTo(0.325),
      high: 0.4,
      beyond: [],
      labels: 4,
    });
    const skewed = boxOf([0.5, 0.5, 0.52, 0.54, 0.56, 0.98]);
    expect([skewed.high, skewed.beyond]).toEqual([0.56, [0.98]]);
    expect(boxOf([0.7])).toMatchObject({ low: 0.7, median: 0.7, high: 0.7, labels: 1 });
  });
});

describe('confidence by class', () => {
  const label = (class_index: number, confidence: number, more: Partial<Placement>): Placement =>
    ({ class_index, confidence, status: 'confirmed', source: 'accepted', ...more }) as Placement;
  const machine = {
    prediction: { class_index: 0, confidence: 0.4, probabilities: [] },
    predicted_by: { round: 1, training_scheme: 'SIL' },
  };

  it('takes the person’s where they stated one, and the machine’s where a model had placed the sample', () => {
    const board = new Map(
      [
        label(0, 0.9, { source: 'stated' }),
        label(0, 0.4, machine),
        label(1, 0.8, { source: 'stated', held_out_for: 'evaluation' }),
        label(1, 0.3, { status: 'predicted' }),
      ].map((placement, id) => [id, placement]),
    );
    const { classes, labels, left } = confidenceSpec({ board } as unknown as SessionState, ['a', 'b']);
    expect([labels, left]).toEqual([2, 1]);
    expect(classes[0]?.stated?.median).toBe(0.9);
    expect(classes[0]?.placed?.median).toBe(0.4);
    expect(classes[1]).toEqual({ name: 'b', stated: null, placed: null });
  });
});
