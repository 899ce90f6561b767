import { describe, expect, it } from 'vitest';
import { inWords, paperGrid } from './paper';
import { limits, overallGrid, pairGrid, ranked, untested, verdict } from './tests';
import type { Comparison, PaperNumber, Test } from './types';
import { listed } from './wording';

const pair = (first: string, second: string, p: number) => ({
  ...{ first, second, mean_difference: 0.05, different: 6, statistic: 0, p, p_holm: p },
  ...{ rank_biserial: 1, cliffs_delta: 1 },
});
const test = (blocks: number, more: Partial<Comparison> = {}): Test => ({
  compared: 'policy',
  held: 'SIL',
  measure: 'accuracy',
  comparison: {
    treatments: ['RS', 'ECRS', 'user'],
    blocks,
    left_out: 0,
    mean_ranks: [3, 1, 2],
    friedman: {
      chi_square: 12,
      degrees: 2,
      p: 0.002,
      f: null,
      f_degrees: [2, 10],
      f_p: 0.0001,
      rough: blocks < 10,
    },
    nemenyi: {
      critical_difference: 1.35,
      p: [],
      groups: [
        [1, 2],
        [2, 0],
      ],
    },
    smallest_p: 2 ** (1 - blocks),
    pairs: [pair('ECRS', 'RS', 0.031)],
    baseline: 'RS',
    baseline_pairs: [pair('ECRS', 'RS', 0.031)],
    why_not: null,
    ...more,
  },
});

describe('tests of significance', () => {
  it('say which is best, and which it cannot be separated from', () => {
    const [one] = ranked([test(6)]);
    if (!one) throw new Error('not ranked');
    expect(verdict(one, 0.05)).toBe(
      'Statistically significant. Best mean rank: ECRS (1.0), not separable from user.',
    );
    expect(verdict(one, 1e-9)).toBe('No statistically significant difference.');
    expect(
      overallGrid([one], 0.05)
        .groups[0]?.[0]?.map(({ text }) => text)
        .slice(3, 7),
    ).toEqual(['12.00 (2)', '0.0020', '∞ (2, 10)', '0.0001']);
  });

  it('say what so few blocks cannot show', () => {
    expect(limits([test(5)], 0.05)[0]).toContain('no pair significantly different');
    expect(limits([test(6)], 0.05)).toEqual(['With so few blocks Friedman’s p is rough.']);
    const pairs = [pair('a', 'b', 0.03), pair('a', 'c', 0.03)];
    expect(limits([test(6, { pairs })], 0.05)[0]).toContain('over all pairs it can show nothing');
    expect(limits([test(12, { left_out: 1 })], 0.05)).toEqual([
      'Up to 1 block left out, in which not every treatment has been run.',
    ]);
  });

  it('say once why nothing was tested', () => {
    const reason = { why_not: 'one seed shows no spread' };
    expect(untested([test(1, reason), test(1, reason)])).toEqual(['Not tested: one seed shows no spread.']);
  });

  it('are bold where the corrected p is below the level', () => {
    const own = test(6);
    const [line] = pairGrid([{ test: own, pairs: own.comparison.pairs }], 0.05).groups[0] ?? [];
    expect(line?.filter(({ strong }) => strong).map(({ text }) => text)).toEqual(['0.031']);
  });
});

describe('the paper beside ours', () => {
  const entry = (subject: string, what: string, difference: number, usual: boolean | null): PaperNumber => ({
    subject,
    what,
    paper: '94',
    ours: { mean: 94 + difference, deviation: 1, seeds: 6 },
    difference,
    usual,
  });
  const comparison = {
    group: { dataset: 'mnist', classifier: 'cnn', projection: 'umap', labeller: 'oracle' },
    numbers: [
      entry('CBA: ALC', 'CBA: ALC (mean height)', -12, false),
      entry('CBA: ALC', 'CBA: ALC (from the origin)', 0.2, true),
      entry('relabels', 'relabels', -13, false),
    ],
    cba_above_ida: null,
  };

  it('counts a number once, by the convention that lies nearer', () => {
    expect(inWords(comparison)).toBe(
      'Within our spread: 1 of 2 numbers of the paper’s. Ours are lower in relabels.',
    );
    expect(paperGrid(comparison).groups).toHaveLength(3);
  });

  it('judges nothing by one seed', () => {
    const one = { ...comparison, numbers: [entry('a', 'a', 1, null)] };
    expect(inWords(one)).toContain('With one seed');
    expect(paperGrid(one).columns.map(({ title }) => title)).not.toContain('Verdict');
  });
});

describe('names', () => {
  it('are listed as in a sentence', () => {
    expect([['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['a', 'a and b', 'a, b and c']);
  });
});
