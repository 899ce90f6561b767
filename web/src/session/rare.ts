// How well a rare class is told from the others: what accuracy hides where nearly all samples are of another.

import type { RareClassesSpec } from '../views/configuration/rare';
import type { SessionState } from './types';

/** A class is rare that has less than half of what it would have if all were alike. */
const RARE = 0.5;

/** Of the model that predicts, on the samples that it was evaluated on; null where no class is rare, or nothing is known. */
export function rareClasses(
  state: SessionState,
  classes: readonly { name: string }[],
): RareClassesSpec | null {
  const scheme = state.config.predict_with;
  const result = state.rounds.findLast(({ results }) => results[scheme])?.results[scheme];
  if (!result || !('auc:0' in result.measures)) return null;
  const counts = result.confusion.map((row) => row.reduce((sum, cell) => sum + cell, 0));
  const total = counts.reduce((sum, each) => sum + each, 0);
  const there = counts.filter((each) => each > 0);
  const fewest = Math.min(...there);
  if (there.length < 2 || fewest >= (RARE * total) / classes.length) return null;
  const { measures } = result;
  const interval = (name: string, index: number) => {
    const found = (end: string) => measures[`${name}${end}:${index}`] ?? null;
    const value = found('');
    const low = found('_lower');
    const high = found('_upper');
    return value === null || low === null || high === null ? null : { value, low, high };
  };
  return {
    on: result.evaluated_on ?? 'test',
    rarest: counts.indexOf(fewest),
    classes: classes.map(({ name }, index) => ({
      name,
      samples: counts[index] ?? 0,
      f1: interval('f1', index),
      auc: interval('auc', index),
    })),
  };
}
