import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { loose } from './card.fixture';
import { answeredBefore, progressOf, saysOf, sinceTraining, surestOf } from './focus';

const label = (sampleId: number, more: Partial<CardSpec> = {}): CardSpec => ({
  ...loose(sampleId),
  ...{ status: 'hand_labelled', classIndex: 0, confidence: 0.8, source: 'default', changed: sampleId },
  ...more,
});
const classes = ['cat', 'dog'].map((name, index) => ({ index, name, colour: '#000', key: `${index}` }));

describe('one sample at a time', () => {
  it('goes through what no round has trained with, and knows what was answered before it was opened', () => {
    const cards = sinceTraining({
      cards: [label(9, { changed: 3 }), loose(8), label(7), label(1, { trained: true })],
    });
    expect(cards.map(({ sampleId }) => sampleId)).toEqual([9, 8, 7]);
    expect(answeredBefore(cards)).toEqual([9, 7]);
    expect(progressOf(cards)).toEqual({ done: 2, all: 3, fraction: 2 / 3 });
    expect(progressOf([]).fraction).toBe(1);
  });

  it('shows the labels of a class that somebody was surest of, stated ones before defaults', () => {
    const cards = [
      label(1),
      label(2, { source: 'stated', confidence: 0.6 }),
      label(3, { source: 'stated', confidence: 0.9 }),
      label(4, { classIndex: 1 }),
      loose(5),
    ];
    expect(surestOf(cards, 0, 2).map(({ sampleId }) => sampleId)).toEqual([3, 2]);
    expect(surestOf(cards, 0, 9).map(({ sampleId }) => sampleId)).toEqual([3, 2, 1]);
  });

  it('says whose word stands: the machine’s, the dataset’s, or one’s own and what the machine said', () => {
    const prediction = { classIndex: 1, confidence: 0.7 };
    const predicted = label(1, { status: 'predicted', classIndex: 1, confidence: 0.7, prediction });
    expect(saysOf(predicted, classes)).toBe('machine: dog, 70%');
    expect(saysOf({ ...predicted, suggested: true }, classes)).toBe('dataset: dog, 70%');
    expect(saysOf(label(1, { status: 'corrected', prediction }), classes)).toBe(
      'you: cat, 80%; machine: dog',
    );
    expect(saysOf(loose(1), classes)).toBe('');
  });
});
