import { describe, expect, it } from 'vitest';
import type { RoundSpec } from '../contract';
import { accuracyOf } from './measures';
import { shownResult } from './results';

const round = (number: number, accuracies: Record<string, number>) =>
  ({
    round: number,
    results: Object.fromEntries(
      Object.entries(accuracies).map(([name, accuracy]) => [name, { measures: { accuracy } }]),
    ),
  }) as unknown as RoundSpec;
const rounds = [round(1, { SIL: 0.4, IL: 0.57 }), round(2, { SIL: 0.6 }), round(3, {})];
const shown = (scheme: string, asked: number | null) => {
  const found = shownResult(rounds, scheme, asked);
  return found && [found.round, accuracyOf(found.result)];
};

describe('the result that is shown', () => {
  it('is the newest of the scheme, with the round it is of', () => {
    expect(shown('SIL', null)).toEqual([2, 0.6]);
    expect(shown('IL', null)).toEqual([1, 0.57]);
    expect(shown('IDA', null)).toBeNull();
  });

  it('is that of the round asked for, and no other', () => {
    expect(shown('SIL', 1)).toEqual([1, 0.4]);
    expect(shown('IL', 2)).toBeNull();
  });
});
