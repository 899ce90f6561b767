import { expect, test } from 'vitest';
import { rareClasses } from './rare';
import type { SessionState } from './types';

const measures = {
  'auc:0': 0.9,
  'auc:1': 0.9,
  'auc_lower:1': 0.8,
  'auc_upper:1': 0.97,
  'f1:1': 0.5,
  'f1_lower:1': 0.3,
  'f1_upper:1': 0.7,
};
const state = (confusion: number[][], found: Record<string, number | null> = measures) =>
  ({
    config: { predict_with: 'SIL' },
    rounds: [{ results: { SIL: { confusion, measures: found, evaluated_on: 'test' } } }, { results: {} }],
  }) as unknown as SessionState;
const NAMES = [{ name: 'other' }, { name: 'disaster' }];

test('a rare class is told with its intervals', () => {
  const found = rareClasses(
    state([
      [85, 5],
      [4, 6],
    ]),
    NAMES,
  );
  expect(found?.rarest).toBe(1);
  expect(found?.classes[1]).toEqual({
    name: 'disaster',
    samples: 10,
    f1: { value: 0.5, low: 0.3, high: 0.7 },
    auc: { value: 0.9, low: 0.8, high: 0.97 },
  });
  expect(found?.classes[0]?.f1).toBeNull();
});

test('where no class is rare, or results are older than the measure, nothing is told', () => {
  expect(
    rareClasses(
      state([
        [40, 10],
        [5, 45],
      ]),
      NAMES,
    ),
  ).toBeNull();
  expect(
    rareClasses(
      state(
        [
          [85, 5],
          [4, 6],
        ],
        { 'f1:1': 0.5 },
      ),
      NAMES,
    ),
  ).toBeNull();
  expect(
    rareClasses(
      state([
        [90, 10],
        [0, 0],
      ]),
      NAMES,
    ),
  ).toBeNull();
});
