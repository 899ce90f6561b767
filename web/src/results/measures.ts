// The columns of Table 1, and which way each is better: measures as the catalogue has them, and what is made of them.

import type { MeasureInfo } from '../session/types';
import { CURVE, heading } from '../views/shared/measures';
import type { Row, Spread } from './types';
import { withSpread } from './wording';

/** `better`: 1 the higher, -1 the lower, 0 neither. Shown are `digits` decimals of the number times `scale`.
 * `headline`: in the table of all; the others are shown where they are asked for. */
export type Measure = {
  name: string;
  title: string;
  meaning: string;
  better: 1 | -1 | 0;
  of: (row: Row) => Spread | null;
  digits: number;
  scale: number;
  signed?: boolean;
  headline: boolean;
};

const SHARE = { digits: 1, scale: 100, headline: true };
const AREA = { digits: 2, scale: 100, headline: true };
const COUNT = { digits: 1, scale: 1, headline: true };

const GAIN: Measure[] = [
  {
    name: 'gain',
    title: 'Gain on RS',
    meaning: 'percentage points of accuracy above random selection with the same seed',
    better: 1,
    of: (row) => row.gain,
    ...SHARE,
    signed: true,
  },
];

const AREAS: Measure[] = [
  {
    name: 'area_mean_height',
    title: 'ALC, mean height',
    meaning: 'area under the learning curve (ALC) over the labelled range, times 100',
    better: 1,
    of: (row) => row.area_mean_height,
    ...AREA,
  },
  {
    name: 'area_from_origin',
    title: 'ALC, from origin',
    meaning: 'area under the learning curve (ALC) from (0, 0), over 100 labels, times 100',
    better: 1,
    of: (row) => row.area_from_origin,
    ...AREA,
  },
];

const EFFORT: Measure[] = [
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

/** Those that some row has, the gain beside the accuracy that it is of; those of single classes last. */
export function measuresOf(rows: readonly Row[], known: readonly MeasureInfo[]): Measure[] {
  const recorded = [...new Set(rows.flatMap(({ measures }) => Object.keys(measures)))];
  const own = known.flatMap((info) =>
    recorded.filter((key) => key.split(OF_CLASS)[0] === info.name).map((key) => measureOf(key, info)),
  );
  const headlines = own.filter(({ name, headline }) => headline && name !== CURVE);
  const asked = own.filter(({ headline }) => !headline);
  const accuracy = own.filter(({ name }) => name === CURVE);
  return [...accuracy, ...GAIN, ...headlines, ...AREAS, ...EFFORT, ...asked];
}

/** Between the name of a measure of single classes and the class index. */
const OF_CLASS = ':';

function measureOf(key: string, info: MeasureInfo): Measure {
  const ofClass = info.per_class ? ` of class ${key.split(OF_CLASS)[1]}` : '';
  return {
    name: key,
    title: heading(info, ofClass),
    meaning: info.description,
    better: info.better === 'higher' ? 1 : -1,
    of: ({ measures }) => measures[key] ?? null,
    digits: info.digits,
    scale: info.scale,
    headline: info.headline,
  };
}

/** The measure of the row as text, a dash where it has none. */
export const says = (row: Row, { of, digits, scale, signed }: Measure): string =>
  withSpread(of(row), digits, scale, signed);

/** Whether the row has the best of several values in its training scheme, as far as the table shows them. */
export function isBest(row: Row, rows: readonly Row[], { of, digits, scale, better }: Measure): boolean {
  const own = of(row);
  if (better === 0 || !own) return false;
  const shown = ({ mean }: Spread) => better * Number((mean * scale).toFixed(digits));
  const rivals = rows.filter(({ training_scheme }) => training_scheme === row.training_scheme);
  const values = rivals.flatMap((rival) => of(rival) ?? []).map(shown);
  return values.length > 1 && shown(own) === Math.max(...values);
}
