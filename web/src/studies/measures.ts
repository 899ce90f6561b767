// The measures of Table 1, and which way each is better.

import type { Schema } from '../api/client';
import { told } from './wording';

export type Row = Schema['SchemeSummary'];
type Spread = Schema['Spread'];

/** `better`: 1 the higher, -1 the lower, 0 neither. */
export type Measure = {
  name: string;
  title: string;
  meaning: string;
  better: 1 | -1 | 0;
  of: (row: Row) => Spread | null;
  says: (spread: Spread | null) => string;
};

const share = (spread: Spread | null) => told(spread);

export const MEASURES: Measure[] = [
  {
    name: 'accuracy',
    title: 'Accuracy, %',
    meaning: 'on the test split, after the last round',
    better: 1,
    of: (row) => row.accuracy,
    says: share,
  },
  {
    name: 'gain',
    title: 'Gain on RS',
    meaning: 'percentage points of accuracy above random selection with the same seed',
    better: 1,
    of: (row) => row.gain,
    says: (spread) => told(spread, 1, 100, true),
  },
  {
    name: 'macro_f1',
    title: 'Macro F1, %',
    meaning: 'mean over classes',
    better: 1,
    of: (row) => row.macro_f1,
    says: share,
  },
  {
    name: 'calibration_error',
    title: 'ECE, %',
    meaning: 'expected calibration error, 15 bins; lower is better',
    better: -1,
    of: (row) => row.calibration_error,
    says: share,
  },
  {
    name: 'area_mean_height',
    title: 'AUC, mean height',
    meaning: 'area under the learning curve over the labelled range, times 100',
    better: 1,
    of: (row) => row.area_mean_height,
    says: (spread) => told(spread, 2),
  },
  {
    name: 'area_from_origin',
    title: 'AUC, from origin',
    meaning: 'area under the learning curve from (0, 0), over 100 labels, times 100',
    better: 1,
    of: (row) => row.area_from_origin,
    says: (spread) => told(spread, 2),
  },
  {
    name: 'corrected',
    title: 'Corrected',
    meaning: 'labels moved from the class that the machine had placed them in',
    better: 0,
    of: (row) => row.corrected,
    says: (spread) => told(spread, 1, 1),
  },
  {
    name: 'hand_labelled',
    title: 'By hand',
    meaning: 'labels given where there was no placement',
    better: 0,
    of: (row) => row.hand_labelled,
    says: (spread) => told(spread, 1, 1),
  },
  {
    name: 'relabels',
    title: 'Relabels',
    meaning: 'corrected and by hand together',
    better: 0,
    of: (row) => row.relabels,
    says: (spread) => told(spread, 1, 1),
  },
];

/** Whether the row has the best of several values in its training scheme, as far as the table shows them. */
export function isBest(row: Row, rows: readonly Row[], { of, says, better }: Measure): boolean {
  const own = of(row);
  if (better === 0 || !own) return false;
  const shown = (spread: Spread) => better * parseFloat(says(spread).replace('−', '-'));
  const rivals = rows.filter(({ training_scheme }) => training_scheme === row.training_scheme);
  const values = rivals.flatMap((rival) => of(rival) ?? []).map(shown);
  return values.length > 1 && shown(own) === Math.max(...values);
}
