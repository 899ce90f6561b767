// The paper's numbers beside ours, and a sentence on where they differ.

import { plural } from '../views/shared/numbers';
import { head, type Cell, type Grid } from './grid';
import type { PaperComparison, PaperNumber } from './types';
import { listed, number, withSpread } from './wording';

const VERDICTS = { true: 'within our spread', false: 'outside our spread', null: 'one seed' };

/** The reasons to differ that are known. */
export const REASONS = [
  'The paper does not say how its area was taken, so both usual conventions stand beside its number; at most one of them can be meant, and the sentence above counts the nearer.',
  'The paper’s numbers are of single sessions, and selection at random alone moves a session’s accuracy by as much as the spread in Table 1.',
  'The paper does not print the layers of its CNN, its optimiser, or which training scheme placed the samples: relabels depend on the last, and ours come from the scheme named above.',
  'People labelled in the paper; here models of people do, who pick from the map by rule, never tire and never look at an image.',
];

/** Whether several seeds say how usual the paper's numbers would be. */
export const isJudged = ({ numbers }: PaperComparison): boolean =>
  numbers.some(({ usual }) => usual !== null);

export function paperGrid(comparison: PaperComparison): Grid {
  const judged = isJudged(comparison);
  const line = (entry: PaperNumber): Cell[] => [
    head(entry.what),
    { text: entry.paper },
    { text: withSpread(entry.ours, 1, 1), value: entry.ours.mean },
    {
      text:
        entry.difference === 0 && entry.paper.includes(' to ') ? 'within' : number(entry.difference, 1, true),
      value: entry.difference,
    },
    ...(judged ? [{ text: VERDICTS[`${entry.usual}`], strong: entry.usual === false }] : []),
  ];
  const columns = [
    { title: 'What', text: true },
    { title: 'Paper', text: true },
    { title: 'Here' },
    { title: 'Difference' },
    ...(judged ? [{ title: 'Verdict', text: true }] : []),
  ];
  return { columns, groups: comparison.numbers.map((entry) => [line(entry)]) };
}

/** Where ours differ, in a sentence or two. */
export function inWords({ numbers, cba_above_ida }: PaperComparison): string {
  const judged = nearest(numbers.filter(({ usual }) => usual !== null));
  if (judged.length === 0) return 'With one seed no difference can be called statistically significant.';
  const subjects = (higher: boolean) =>
    judged
      .filter(({ usual, difference }) => !usual && difference > 0 === higher)
      .map(({ subject }) => subject);
  const [above, below] = [subjects(true), subjects(false)];
  const within = judged.length - above.length - below.length;
  return [
    `Within our spread: ${within} of ${plural(judged.length, 'number')} of the paper’s.`,
    ...(above.length ? [`Ours are higher in ${listed(above)}.`] : []),
    ...(below.length ? [`Ours are lower in ${listed(below)}.`] : []),
    ...(cba_above_ida
      ? [
          `In the paper CBA is above IDA in ${cba_above_ida.stated} of the machine’s ${cba_above_ida.schemes} schemes by` +
            ` accuracy, and in as many by area; here, by means, in ${cba_above_ida.accuracy} and in` +
            ` ${cba_above_ida.area_mean_height}.`,
        ]
      : []),
  ].join(' ');
}

/** An entry for each number of the paper: where two of ours may be meant, the one that lies nearer to it. */
function nearest(numbers: readonly PaperNumber[]): PaperNumber[] {
  const known = new Map<string, PaperNumber>();
  const away = ({ usual, difference }: PaperNumber) => (usual ? 0 : 1e9) + Math.abs(difference);
  for (const entry of numbers) {
    const other = known.get(entry.subject);
    if (!other || away(entry) < away(other)) known.set(entry.subject, entry);
  }
  return [...known.values()];
}
