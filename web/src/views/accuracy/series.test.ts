import { describe, expect, it } from 'vitest';
import type { RoundSpec } from '../contract';
import { accuracySeries, effortPoints, pathOf, plotOf, shownResult } from './series';

const result = (accuracy: number) => ({
  accuracy,
  macro_f1: 0,
  calibration_error: 0,
  confusion: [],
  seconds: 1,
  labels_used: 10,
  training_size: 10,
  model_digest: '',
});
const round = (
  number: number,
  labels: number,
  results: Record<string, number>,
  effort = [10, 4, 1],
): RoundSpec => ({
  round: number,
  labels,
  effort: { labelled: effort[0] ?? 0, corrected: effort[1] ?? 0, hand_labelled: effort[2] ?? 0 },
  results: Object.fromEntries(Object.entries(results).map(([name, accuracy]) => [name, result(accuracy)])),
  running: false,
});
const schemes = ['SIL', 'IDA'].map((name) => ({ name, title: name, colour: '#000000' }));
const rounds = [
  round(1, 10, { SIL: 0.4 }, [10, 0, 10]),
  round(2, 20, { SIL: 0.6, IDA: 0.7 }),
  round(3, 20, {}, [0, 0, 0]),
];

describe('the accuracy plot', () => {
  it('has a point per round and scheme that was trained', () => {
    expect(accuracySeries(rounds, schemes).map(({ points }) => points)).toEqual([
      [
        { x: 10, y: 0.4, round: 1 },
        { x: 20, y: 0.6, round: 2 },
      ],
      [{ x: 20, y: 0.7, round: 2 }],
    ]);
    expect(accuracySeries([], schemes)).toEqual([]);
  });

  it('draws effort as a share of the labels given, and none where none were given', () => {
    expect(effortPoints(rounds)).toEqual([
      { x: 10, y: 1, round: 1 },
      { x: 20, y: 0.5, round: 2 },
    ]);
  });

  it('runs from 0 to 100% and from 0 labels', () => {
    const plot = plotOf(rounds, 400, 200);
    expect(plot.y(1)).toBeLessThan(plot.y(0));
    expect(plot.y(0)).toBe(plot.bottom);
    expect(plot.x(20)).toBeLessThanOrEqual(plot.right);
    expect(pathOf(effortPoints(rounds), plot)).toMatch(/^M[\d.]+,[\d.]+L/);
  });

  it('shows the newest result, or that of the round asked for', () => {
    expect(shownResult(rounds, 'SIL', null)?.accuracy).toBe(0.6);
    expect(shownResult(rounds, 'SIL', 1)?.accuracy).toBe(0.4);
    expect(shownResult(rounds, 'IDA', 1)).toBeNull();
  });
});
