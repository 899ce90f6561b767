import { describe, expect, it } from 'vitest';
import type { OnMap } from '../contract';
import { saidOf } from './said';

const classes = ['cat', 'dog'].map((name, index) => ({ index, name, colour: '#000', key: `${index}` }));
const predictions = {
  round: 1,
  scheme: 'IDA',
  classes: Uint16Array.of(0, 1, 65535),
  confidences: Uint8Array.of(204, 153, 0),
};
const placed = (over: Partial<OnMap>): OnMap => ({
  classIndex: 1,
  label: 1,
  confidence: 0.9,
  prediction: null,
  status: 'hand_labelled',
  round: 1,
  ...over,
});
const of = (sample: OnMap | null, sampleId = 0) =>
  saidOf(sampleId, { classes, predictions, board: new Map(sample ? [[sampleId, sample]] : []) });

describe('what is said of a sample on the map', () => {
  it('is the person’s class and confidence beside the machine’s', () => {
    expect(of(placed({}))).toEqual(['by hand: dog at 90%', 'machine: cat at 80%']);
  });

  it('is what the machine said when it placed the sample, where it did', () => {
    const prediction = { classIndex: 0, confidence: 0.55 };
    expect(of(placed({ status: 'corrected', prediction }))).toEqual([
      'corrected: dog at 90%',
      'machine: cat at 55%',
    ]);
    expect(of(placed({ status: 'predicted', classIndex: 0, confidence: 0.55, prediction }))).toEqual([
      'predicted: cat at 55%',
    ]);
  });

  it('is the machine’s alone of a sample that is not on the board, and nothing where it says nothing', () => {
    expect(of(null, 1)).toEqual(['machine: dog at 60%', 'Shift click picks']);
    expect(of(null, 2)).toEqual(['Shift click picks']);
    expect(of(placed({ status: 'unlabelled', classIndex: null, confidence: null }), 2)).toEqual([
      'unlabelled',
    ]);
  });
});
