// Which samples of the validation split stand behind a cell of the confusion matrix, or for a class.

import type { components } from '../api/schema';

/** A value for each sample of the split, in its order. */
export type ValidationAnswers = components['schemas']['ValidationAnswers'];

const indicesWhere = ({ predicted }: ValidationAnswers, holds: (index: number) => boolean): number[] =>
  predicted.flatMap((_, index) => (holds(index) ? [index] : []));

const by = (values: readonly number[], sign: 1 | -1) => (a: number, b: number) =>
  sign * ((values[a] ?? 0) - (values[b] ?? 0));

/** Samples of one class that the model takes for another, or for that, surest first. */
export const cellOf = (answers: ValidationAnswers, actual: number, predicted: number): number[] =>
  indicesWhere(
    answers,
    (index) => answers.actual[index] === actual && answers.predicted[index] === predicted,
  ).sort(by(answers.confidence, -1));

/** Samples that the model takes for the class: `count` of which it is surest, and `count` others nearest to the
 * boundary, where another class is nearly as probable. */
export function exemplars(
  answers: ValidationAnswers,
  classIndex: number,
  count: number,
): { surest: number[]; boundary: number[] } {
  const taken = indicesWhere(answers, (index) => answers.predicted[index] === classIndex);
  const surest = [...taken].sort(by(answers.margin, -1)).slice(0, count);
  const others = taken.filter((index) => !surest.includes(index));
  return { surest, boundary: others.sort(by(answers.margin, 1)).slice(0, count) };
}

/** "4, taken for 9 at 61%, 4 at 38%" */
export function saidOf(
  { actual, predicted, confidence, runner_up, margin }: ValidationAnswers,
  index: number,
  name: (classIndex: number) => string,
  percent: (fraction: number) => string,
): string {
  const [is, as, sure] = [actual[index] ?? null, predicted[index] ?? 0, confidence[index] ?? NaN];
  const next = `${name(runner_up[index] ?? 0)} at ${percent(sure - (margin[index] ?? NaN))}`;
  return `${is === null ? 'unlabelled' : name(is)}, taken for ${name(as)} at ${percent(sure)}, ${next}`;
}

/** A row per actual, a column per predicted class; samples without a label are in none. */
export function matrixOf(
  { actual, predicted }: Readonly<{ actual: readonly (number | null)[]; predicted: readonly number[] }>,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  actual.forEach((is, index) => {
    const row = is === null ? undefined : matrix[is];
    const as = predicted[index] ?? 0;
    if (row) row[as] = (row[as] ?? 0) + 1;
  });
  return matrix;
}
