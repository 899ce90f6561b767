// The measures of Table 1, and which way each is better.

import type { Schema } from '../api/client';
import { told } from './wording';

export type Row = Schema['SchemeSummary'];
type Spread = Schema['Spread'];

/** `better`: 1 the higher, -1 the lower, 0 neither. Shown are `digits` decimals of the number times `scale`. */
export type Measure = {
  name: string;
  title: string;
  meaning: string;
  better: 1 | -1 | 0;
  of: (row: Row) => Spread | null;
  digits: number;
  scale: number;
  signed?: boolean;
};

const SHARE = { digits: 1, scale: 100 };
const AREA = { digits: 2, scale: 100 };
const COUNT = { digits: 1, scale: 1 };

export const MEASURES: Measure[] = [
  {
    name: 'accuracy',
    title: 'Accuracy, %',
    meaning: 'on the test split, after the last round',
    better: 1,
    of: (row) => row.accuracy,
    ...SHARE,
  },
  {
    name: 'gain',
    title: 'Gain on RS',
    meaning: 'percentage points of accuracy above random selection with the same seed',
    better: 1,
    of: (row) => row.gain,
    ...SHARE,
    signed: true,
  },
  {
    name: 'macro_f1',
    title: 'Macro F1, %',
    meaning: 'mean over classes',
    better: 1,
    of: (row) => row.macro_f1,
    ...SHARE,
  },
  {
    name: 'calibration_error',
    title: 'ECE, %',
    meaning: 'expected calibration error, 15 bins; lower is better',
    better: -1,
    of: (row) => row.calibration_error,
    ...SHARE,
  },
  {
    name: 'area_mean_height',
    title: 'AUC, mean height',
    meaning: 'area under the learning curve over the labelled range, times 100',
    better: 1,
    of: (row) => row.area_mean_height,
    ...AREA,
  },
  {
    name: 'area_from_origin',
    title: 'AUC, from origin',
    meaning: 'area under the learning curve from (0, 0), over 100 labels, times 100',
    better: 1,
    of: (row) => row.area_from_origin,
    ...AREA,
  },
  {
    name: 'corrected',
    title: 'Corrected',
    meaning: 'labels moved from the class that the machine had placed them in',
    better: 0,
    of: (row) => row.corrected,
    ...COUNT,
  },
  {
    name: 'hand_labelled',
    title: 'By hand',
    meaning: 'labels given where there was no placement',
    better: 0,
    of: (row) => row.hand_labelled,
    ...COUNT,
  },
  {
    name: 'relabels',
    title: 'Relabels',
    meaning: 'corrected and by hand together',
    better: 0,
    of: (row) => row.relabels,
    ...COUNT,
  },
];

/** The measure of the row in words, a dash where it has none. */
export const says = (row: Row, { of, digits, scale, signed }: Measure): string =>
  told(of(row), digits, scale, signed);

/** Whether the row has the best of several values in its training scheme, as far as the table shows them. */
export function isBest(row: Row, rows: readonly Row[], { of, digits, scale, better }: Measure): boolean {
  const own = of(row);
  if (better === 0 || !own) return false;
  const shown = ({ mean }: Spread) => better * Number((mean * scale).toFixed(digits));
  const rivals = rows.filter(({ training_scheme }) => training_scheme === row.training_scheme);
  const values = rivals.flatMap((rival) => of(rival) ?? []).map(shown);
  return values.length > 1 && shown(own) === Math.max(...values);
}
