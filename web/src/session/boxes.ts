// How sure the person and the machine were, class by class: Figure 7 of Legg et al. (2019), of one session.

import type { BoxSpec, ConfidenceSpec } from '../views/contract';
import { isLabel, type SessionState } from './types';

/** Whiskers end at the furthest value within this many interquartile ranges of the box, as analysis/confidence.py has it. */
const REACH = 1.5;

/** Of one value at least; quartiles are interpolated linearly. */
export function boxOf(values: readonly number[]): BoxSpec {
  const own = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (own.length - 1);
    const [low, high] = [own[Math.floor(place)] ?? 0, own[Math.ceil(place)] ?? 0];
    return low + (place - Math.floor(place)) * (high - low);
  };
  const [first, median, third] = [at(0.25), at(0.5), at(0.75)];
  const reach = REACH * (third - first);
  const inside = own.filter((value) => value >= first - reach && value <= third + reach);
  const [low, high] = [Math.min(inside[0] ?? first, first), Math.max(inside.at(-1) ?? third, third)];
  return {
    ...{ low, first, median, third, high },
    beyond: own.filter((value) => value < low || value > high),
    labels: own.length,
  };
}

const boxed = (values: readonly number[]): BoxSpec | null => (values.length > 0 ? boxOf(values) : null);

/** Of labels to learn from. The person's are those that a person stated, the machine's those at which it had placed the
 * sample before somebody said so. */
export function confidenceSpec(
  { board }: Pick<SessionState, 'board'>,
  names: readonly string[],
): ConfidenceSpec {
  const labels = [...board.values()].filter(
    (placement) => isLabel(placement) && placement.status !== 'imported' && !placement.held_out_for,
  );
  const stated = labels.filter(({ source }) => source === 'stated');
  return {
    classes: names.map((name, index) => ({
      name,
      stated: boxed(stated.filter((one) => one.class_index === index).map((one) => one.confidence ?? 0)),
      placed: boxed(
        labels.flatMap(({ class_index, prediction, predicted_by }) =>
          class_index === index && prediction && predicted_by ? [prediction.confidence] : [],
        ),
      ),
    })),
    labels: labels.length,
    left: labels.length - stated.length,
  };
}
