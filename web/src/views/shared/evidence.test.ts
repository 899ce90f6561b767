import { describe, expect, it } from 'vitest';
import { courseOf, evidenceOf, intervalOf, validationOf } from './evidence';

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

  it('is told as it came about, by a few of what was recorded and the last', () => {
    expect(courseOf({})).toBeNull();
    expect(courseOf({ course: [{ seconds: 3.2, accuracy: 0.951 }] })).toBe(
      'Of validation, while it trained: 95.1% after 3 s',
    );
    const course = Array.from({ length: 10 }, (_, index) => ({
      seconds: index,
      accuracy: index / 10,
    }));
    expect(courseOf({ course })).toBe(
      'Of validation, while it trained: 0.0% after 0 s, 30.0% after 3 s, 60.0% after 6 s, 90.0% after 9 s',
    );
  });
});
