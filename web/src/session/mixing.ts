// What schemes say together: the weighted mean of the probabilities of their models, as sessions/mixing.py takes it.

import type { ConfusionSpec, MixingSpec, SchemeSpec } from '../views/contract';
import type { Round, SessionState } from './types';
import { matrixOf } from './validation';

/** By training scheme, of sum 1. */
export type Weights = Readonly<Record<string, number>>;
/** Of a model: a row of classes for each sample of the validation split. */
export type Said = Readonly<Record<string, Float32Array>>;

/** `actual`: the class of each sample of the split, null where nobody has labelled it. */
export type Mixable = { round: number; actual: readonly (number | null)[]; said: Said };

/** The most probable class of each sample; of equally probable ones the first. Schemes of weight 0 say nothing. */
export function predictedBy(weights: Weights, said: Said, classes: number): Uint16Array {
  const parts = Object.entries(weights).flatMap(([name, weight]) => {
    const probabilities = said[name];
    return weight > 0 && probabilities ? [{ weight, probabilities }] : [];
  });
  const predicted = new Uint16Array((parts[0]?.probabilities.length ?? 0) / classes);
  for (let sample = 0; sample < predicted.length; sample++) {
    let most = -1;
    for (let index = 0; index < classes; index++) {
      let sum = 0;
      for (const { weight, probabilities } of parts)
        sum += weight * (probabilities[sample * classes + index] ?? 0);
      if (sum > most) [most, predicted[sample]] = [sum, index];
    }
  }
  return predicted;
}

/** How many samples whose class is known a mixture has right. */
export function rightBy(weights: Weights, { actual, said }: Mixable, classes: number): number {
  const predicted = predictedBy(weights, said, classes);
  return actual.reduce<number>((sum, label, sample) => sum + Number(label === predicted[sample]), 0);
}

/** "SIL 25%, IDA 75%" */
export const saidAs = (weights: Weights): string =>
  Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([name, weight]) => `${name} ${Number((100 * weight).toFixed(1))}%`)
    .join(', ');

/** What the mixture that is looked at makes of the split; null before there is one, or while answers are awaited. */
export function mixedSpec(
  mixable: Mixable | null,
  weights: Weights | null,
  classes: number,
): ConfusionSpec['mixed'] {
  if (!mixable || !weights) return null;
  const predicted = [...predictedBy(weights, mixable.said, classes)];
  const matrix = matrixOf({ actual: mixable.actual, predicted }, classes);
  return { says: saidAs(weights), round: mixable.round, matrix };
}

/** The round whose models are mixed: the one that is shown, of those that have finished; null: there is none. */
export function mixedRound({ rounds }: Pick<SessionState, 'rounds'>, asked: number | null): Round | null {
  return rounds.find(({ round }) => round === asked) ?? rounds.at(-1) ?? null;
}

export function mixingSpec(
  { config, rounds }: SessionState,
  round: Round | null,
  schemes: SchemeSpec[],
  { known, failure }: { known: Mixable | null; failure: string | null },
  mixed: ConfusionSpec['mixed'],
  right: MixingSpec['right'],
): MixingSpec {
  const trained = schemes.filter(({ name }) => round?.results[name]);
  const mixture = config.mixture ?? {};
  const ready = known !== null && known.round === round?.round;
  return {
    schemes: trained,
    round: round?.round ?? null,
    ready,
    failure,
    matrix: mixed?.matrix ?? null,
    right: ready ? right : null,
    chosen: Object.keys(mixture).length > 0 ? mixture : null,
    predictWith: config.predict_with,
    usable: round === rounds.at(-1) && trained.every(({ name }) => config.training_schemes.includes(name)),
  };
}
