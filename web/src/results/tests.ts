// The tests of a study in words and tables: what they show, and what so few blocks cannot show.

import { plural } from '../views/shared/numbers';
import { head, type Cell, type Grid } from './grid';
import type { Comparison, Friedman, Nemenyi, Pair, Test } from './types';
import { listed, number, pValue, TESTED } from './wording';

export const KINDS = [
  { compared: 'policy', title: 'Selection compared, one training scheme at a time', noun: 'policies' },
  {
    compared: 'training_scheme',
    title: 'Training schemes compared, one selection at a time',
    noun: 'training schemes',
  },
] as const;

export type Ranked = { test: Test; overall: Friedman; after: Nemenyi };
/** A test, and the pairs that Holm's correction counts together. */
export type Family = { test: Test; pairs: readonly Pair[] };

export const titleOf = ({ held, measure }: Test): string => `${held}, ${TESTED[measure]}`;

/** Those with treatments enough for the tests of all at once, and what they gave. */
export const ranked = (tests: readonly Test[]): Ranked[] =>
  tests.flatMap((test) => {
    const { friedman: overall, nemenyi: after } = test.comparison;
    return overall && after ? [{ test, overall, after }] : [];
  });

/** Why nothing was tested, once for all that share the reason. */
export function untested(tests: readonly Test[]): string[] {
  const reasons = [...new Set(tests.flatMap(({ comparison }) => comparison.why_not ?? []))];
  const every = new Set(tests.map(({ held }) => held)).size;
  return reasons.map((reason) => {
    const own = tests.filter(({ comparison }) => comparison.why_not === reason);
    const held = [...new Set(own.map((test) => test.held))];
    return `Not tested${held.length === every ? '' : ` for ${listed(held)}`}: ${reason}.`;
  });
}

/** What Friedman's and Nemenyi's tests show, in a sentence. */
export function verdict({ test: { comparison }, overall, after }: Ranked, alpha: number): string {
  if (overall.f_p >= alpha) return 'No statistically significant difference.';
  const { treatments, mean_ranks } = comparison;
  const rank = (index: number) => mean_ranks[index] ?? 0;
  const [best = 0, ...others] = treatments.map((_, index) => index).sort((a, b) => rank(a) - rank(b));
  const near = others.filter((index) => rank(index) - rank(best) < after.critical_difference);
  const names = near.map((index) => treatments[index] ?? '');
  const lead = `Statistically significant. Best mean rank: ${treatments[best]} (${rank(best).toFixed(1)})`;
  if (near.length === others.length) return `${lead}, by Nemenyi’s test separable from no other.`;
  return near.length > 0
    ? `${lead}, not separable from ${listed(names)}.`
    : `${lead}, separable from all others.`;
}

/** What cannot be shown with so few blocks and so many pairs, said of the smallest number of blocks. */
export function limits(tests: readonly Test[], alpha: number): string[] {
  const tested = tests.map(({ comparison }) => comparison).filter(({ why_not }) => why_not === null);
  const [fewest] = [...tested].sort((a, b) => a.blocks - b.blocks);
  if (!fewest) return [];
  const most = Math.max(...tested.map(({ left_out }) => left_out));
  const left = most
    ? [`Up to ${plural(most, 'block')} left out, in which not every treatment has been run.`]
    : [];
  return [...left, ...reach(fewest, alpha)];
}

function reach({ blocks, smallest_p, pairs, friedman }: Comparison, alpha: number): string[] {
  const said: string[] = [];
  const least = smallest_p ?? 1;
  const lead = `With ${plural(blocks, 'block')}, the smallest p that Wilcoxon’s test can give is ${pValue(least)}`;
  if (least >= alpha) {
    said.push(`${lead}: it can find no pair significantly different; six blocks are the fewest that could.`);
  } else if (pairs.length * least >= alpha) {
    const corrected = pValue(Math.min(1, pairs.length * least));
    said.push(
      `${lead}, and Holm’s correction makes that ${corrected} for the first of ${pairs.length} pairs: over all pairs` +
        ' it can show nothing; Nemenyi’s test can.',
    );
  }
  if (friedman?.rough) said.push('With so few blocks Friedman’s p is rough.');
  return said;
}

/** Friedman's and Nemenyi's tests, a line each. */
export function overallGrid(tests: readonly Ranked[], alpha: number): Grid {
  const titles = ['Held', 'Measure', 'Blocks', 'Friedman χ²', 'p', 'F', 'p', 'CD, ranks', 'In words'];
  const line = (one: Ranked): Cell[] => {
    const { test, overall, after } = one;
    return [
      head(test.held),
      { text: TESTED[test.measure] },
      { text: `${test.comparison.blocks}`, value: test.comparison.blocks },
      { text: `${overall.chi_square.toFixed(2)} (${overall.degrees})`, value: overall.chi_square },
      { text: pValue(overall.p), value: overall.p },
      {
        text: `${overall.f === null ? '∞' : overall.f.toFixed(2)} (${overall.f_degrees.join(', ')})`,
        value: overall.f ?? Infinity,
      },
      { text: pValue(overall.f_p), value: overall.f_p },
      { text: after.critical_difference.toFixed(2), value: after.critical_difference },
      { text: verdict(one, alpha) },
    ];
  };
  const words = new Set(['Held', 'Measure', 'In words']);
  return {
    columns: titles.map((title) => ({ title, text: words.has(title) })),
    groups: tests.map((one) => [line(one)]),
  };
}

/** Pairs by the p-value, a group for each family. */
export function pairGrid(families: readonly Family[], alpha: number): Grid {
  const words = ['Held', 'Measure', 'First', 'Second'].map((title) => ({ title, text: true }));
  const numbers = ['Difference', 'p', 'p (Holm)', 'Rank-biserial', 'Cliff’s delta'].map((title) => ({
    title,
  }));
  const line = (test: Test, pair: Pair): Cell[] => [
    head(test.held),
    { text: TESTED[test.measure] },
    head(pair.first),
    head(pair.second),
    { text: number(100 * pair.mean_difference, 2, true), value: pair.mean_difference },
    { text: pValue(pair.p), value: pair.p },
    { text: pValue(pair.p_holm), value: pair.p_holm, strong: pair.p_holm < alpha },
    { text: number(pair.rank_biserial, 2), value: pair.rank_biserial },
    { text: number(pair.cliffs_delta, 2), value: pair.cliffs_delta },
  ];
  return {
    columns: [...words, ...numbers],
    groups: families.map(({ test, pairs }) =>
      [...pairs].sort((a, b) => a.p - b.p).map((pair) => line(test, pair)),
    ),
  };
}
