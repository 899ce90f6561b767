// Which data a result comes from, and how sure it is.

import type { MeasureInfo, SchemeResult } from '../contract';
import { readings } from './measures';
import { count, percent, plural } from './numbers';
import { wilson } from './wilson';

type Counted = Pick<SchemeResult, 'confusion' | 'validation' | 'evaluated_on'>;
type Confusion = readonly (readonly number[])[];

const totalOf = (confusion: Confusion): number => confusion.flat().reduce((sum, n) => sum + n, 0);
/** How many samples are right. */
export const rightOf = (confusion: Confusion): number =>
  confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);

/** The share of all samples that is right, in [0, 1]; NaN where there is none. */
export const accuracyIn = (confusion: Confusion): number => rightOf(confusion) / totalOf(confusion);

/** The samples that a result is measured on, in two words. */
export const setOf = ({ evaluated_on: on }: Pick<SchemeResult, 'evaluated_on'>): string =>
  on === 'evaluation' ? 'evaluation set' : 'test split';

/** "50 random samples, held out", "10,000 test samples"; null where there are none. */
export function evidenceOf({ confusion, evaluated_on: on }: Counted): string | null {
  const total = totalOf(confusion);
  if (total === 0) return null;
  return on === 'evaluation'
    ? `${plural(total, 'random sample')}, held out`
    : `${plural(total, 'test sample')}`;
}

/** "71–92%", Wilson's 95 % interval; null where there is no sample. */
export function intervalOf(confusion: Confusion, digits = 0): string | null {
  const total = totalOf(confusion);
  if (total === 0) return null;
  const [low, high] = wilson(rightOf(confusion), total);
  return `${(100 * low).toFixed(digits)}–${percent(high, digits)}`;
}

/** "Validation: 80.0%, 61–91%, of 20"; null where the session has no validation set. */
export function validationOf({ validation }: Counted): string | null {
  if (!validation) return null;
  const total = totalOf(validation);
  return `Validation: ${percent(rightOf(validation) / total, 1)}, ${intervalOf(validation)}, of ${count(total)}`;
}

/** "Of validation, while it trained: 95.1% after 3 s, 97.0% after 9 s"; null where nothing was recorded. */
export function courseOf({ course }: Partial<Pick<SchemeResult, 'course'>>): string | null {
  if (!course?.length) return null;
  const some = course.filter((_, index) => index % Math.ceil(course.length / 4) === 0);
  const last = course.at(-1);
  if (last && some.at(-1) !== last) some.push(last);
  const said = some.map(({ seconds, accuracy }) => `${percent(accuracy, 1)} after ${seconds.toFixed(0)} s`);
  return `Of validation, while it trained: ${said.join(', ')}`;
}

/** All that there is to say of a scheme's result, a line each. `about`: of which round it is, where not of the one shown. */
export const described = (
  title: string,
  about: { says: string; old: boolean } | null,
  result: SchemeResult,
  measures: readonly MeasureInfo[],
): string =>
  [
    about?.old ? `${title}: not trained since ${about.says}` : title,
    evidenceOf(result) && `On ${evidenceOf(result)}`,
    ...readings(result, measures),
    validationOf(result),
    courseOf(result),
    result.note ?? null,
  ]
    .filter((line) => line !== null)
    .join('\n');
