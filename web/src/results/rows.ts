// Table 1 and its sisters: the measures of every policy with every training scheme, and accuracy class by class.

import { byPolicy } from './filters';
import { head, type Cell, type Grid } from './grid';
import { isBest, says, type Measure } from './measures';
import type { ColourOf, Row } from './types';
import { withSpread } from './wording';

const SELECTION = { title: 'Selection', text: true };
const TRAINING = { title: 'Training', text: true };
/** Accuracies that have no shade, and the whole of it. */
const [BEST, WORST] = [1, 0.5];

const schemeCell = (row: Row, colour: ColourOf): Cell => ({
  ...head(row.training_scheme),
  colour: colour(row.training_scheme),
});

const cellOf = (row: Row, rows: readonly Row[], measure: Measure): Cell => ({
  text: says(row, measure),
  value: measure.of(row)?.mean ?? -Infinity,
  strong: isBest(row, rows, measure),
});

/** A line for each policy and training scheme, a column for each headline. */
export function resultGrid(rows: readonly Row[], measures: readonly Measure[], colour: ColourOf): Grid {
  const headlines = measures.filter(({ headline }) => headline);
  const line = (row: Row): Cell[] => [
    head(row.policy),
    schemeCell(row, colour),
    { text: `${row.seeds.length}`, value: row.seeds.length },
    ...headlines.map((measure) => cellOf(row, rows, measure)),
  ];
  return {
    columns: [
      SELECTION,
      TRAINING,
      { title: 'Seeds', meaning: 'number of sessions' },
      ...headlines.map(({ title, meaning }) => ({ title, meaning })),
    ],
    groups: byPolicy(rows).map(([, own]) => own.map(line)),
  };
}

/** One measure: a line for each policy, a column for each training scheme. */
export function measureGrid(rows: readonly Row[], measure: Measure): Grid {
  const schemes = [...new Set(rows.map(({ training_scheme }) => training_scheme))];
  const cell = (own: readonly Row[], scheme: string): Cell => {
    const row = own.find(({ training_scheme }) => training_scheme === scheme);
    return row ? cellOf(row, rows, measure) : { text: '–', value: -Infinity };
  };
  return {
    columns: [
      { title: measure.title, meaning: measure.meaning, text: true },
      ...schemes.map((title) => ({ title })),
    ],
    groups: byPolicy(rows).map(([policy, own]) => [
      [head(policy), ...schemes.map((scheme) => cell(own, scheme))],
    ]),
  };
}

/** A column for each class, darker where its accuracy is lower; `names` are those of the classes, where known. */
export function classGrid(rows: readonly Row[], names: readonly string[], colour: ColourOf): Grid {
  const count = Math.max(0, ...rows.map(({ class_accuracy }) => class_accuracy.length));
  const line = (row: Row): Cell[] => {
    const known = row.class_accuracy.flatMap((spread) => spread?.mean ?? []);
    const lowest: Cell = known.length
      ? { text: (100 * Math.min(...known)).toFixed(1), value: Math.min(...known) }
      : { text: '–', value: -1 };
    return [head(row.policy), schemeCell(row, colour), ...row.class_accuracy.map(shadeOf), lowest];
  };
  return {
    columns: [
      SELECTION,
      TRAINING,
      ...Array.from({ length: count }, (_, index) => ({ title: names[index] ?? `${index}` })),
      { title: 'Lowest', meaning: 'the class with the lowest mean' },
    ],
    groups: byPolicy(rows).map(([, own]) => own.map(line)),
  };
}

function shadeOf(spread: Row['class_accuracy'][number]): Cell {
  if (!spread) return { text: '–', value: -1 };
  const shade = (BEST - Math.min(Math.max(spread.mean, WORST), BEST)) / (BEST - WORST);
  return { text: (100 * spread.mean).toFixed(1), value: spread.mean, shade, note: withSpread(spread) };
}
