import { describe, expect, it } from 'vitest';
import { evidenceOf, intervalOf, validationOf } from './evidence';

const confusion = [
  [20, 5],
  [5, 20],
];

describe('what a number comes from', () => {
  it('is the test split or the evaluation set, by its size', () => {
    const result = { confusion, validation: null };
    expect(evidenceOf({ ...result, evaluated_on: 'test' })).toBe('50 test samples');
    expect(evidenceOf({ ...result, evaluated_on: 'evaluation' })).toBe('50 random samples, held out');
    expect(evidenceOf({ ...result, confusion: [], evaluated_on: 'test' })).toBeNull();
  });

  it('is as sure as its samples are many', () => {
    expect(intervalOf(confusion)).toBe('67–89%');
    expect(intervalOf(confusion.map((row) => row.map((n) => 100 * n)))).toBe('79–81%');
    expect(intervalOf([])).toBeNull();
  });

  it('is a second set where there is one to choose by', () => {
    const result = { confusion, evaluated_on: 'evaluation' as const };
    expect(validationOf({ ...result, validation: null })).toBeNull();
    expect(
      validationOf({
        ...result,
        validation: [
          [8, 1],
          [1, 0],
        ],
      }),
    ).toBe('Validation: 80.0%, 49–94%, of 10');
  });
});
