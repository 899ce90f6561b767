// The part of the contract about what rounds have reached. Views have it from contract.ts.

import type { MeasureInfo } from '../session/types';
import type { Model } from './looking';
import type { Box as BoxSpec } from './shared/boxes';
import type { ClassSpec, OptionSpec, RoundSpec, SchemeSpec } from './specs';

export type { BoxSpec };

/** The models of a finished round that can be downloaded, and where from. */
export type KeptModels = { round: number; links: readonly { scheme: string; url: string }[] };

export type AccuracySpec = {
  schemes: SchemeSpec[];
  rounds: RoundSpec[];
  /** of the round that is shown; null while it is not known */
  models: KeptModels | null;
  /** what the catalogue calls what rounds trained with */
  classifiers: readonly OptionSpec[];
  projections: readonly OptionSpec[];
  spaces: readonly OptionSpec[];
  measures: readonly MeasureInfo[];
};

/** A row per actual, a column per predicted class; or why there is none. Null: the server has not answered yet. */
export type ValidationMatrix = { matrix: number[][] } | { failure: string } | null;

/** `validation`: on the validation split, by the scheme's model of a round. `mixed`: of schemes that are looked at
 * together, on that split. */
export type ConfusionSpec = {
  classes: ClassSpec[];
  schemes: SchemeSpec[];
  rounds: RoundSpec[];
  predictWith: string;
  validation: (round: number, scheme: string) => ValidationMatrix;
  mixed: { says: string; round: number; matrix: number[][] } | null;
};

/** The schemes of one round, whose models may predict together. `ready`: what they say of the validation split is
 * known, and `matrix` is that of the mixture that is looked at. `chosen`: the weights by which they predict now; null:
 * `predictWith` does alone. `usable`: it is the newest round, and all of them are still trained. */
export type MixingSpec = {
  schemes: SchemeSpec[];
  round: number | null;
  ready: boolean;
  failure: string | null;
  matrix: number[][] | null;
  /** how many samples of the split a mixture has right; null while answers are awaited */
  right: ((weights: Readonly<Record<string, number>>) => number) | null;
  chosen: Readonly<Record<string, number>> | null;
  predictWith: string;
  usable: boolean;
};

/** What a scheme's model makes of the validation split that its model of the round `before` did not. `model` null: there
 * is none; `before` null: there is none to compare with. `classes`: how many samples of each have become right and
 * wrong; empty while answers are awaited. */
export type ComparedSpec = {
  names: readonly string[];
  model: Model | null;
  before: number | null;
  classes: readonly { classIndex: number; gained: number; lost: number; total: number }[];
  failure: string | null;
};

/** Of each class, how sure the person said to be, and where the machine had placed samples that are labels of it now;
 * null where there is none. `left`: labels, of all `labels`, for which nobody stated a confidence. */
export type ConfidenceSpec = {
  classes: readonly { name: string; stated: BoxSpec | null; placed: BoxSpec | null }[];
  labels: number;
  left: number;
};

/** What the newest model of each scheme takes a drawn picture for; `opinions` null: nothing is drawn. Pixels are those of
 * the dataset's images. */
export type TryingSpec = {
  classes: readonly { name: string; colour: string }[];
  schemes: readonly { name: string; colour: string }[];
  width: number;
  height: number;
  trained: boolean;
  failure: string | null;
  opinions: readonly { round: number; scheme: string; probabilities: readonly number[] }[] | null;
};

/** `right` of so many `samples`, and Wilson's 95 % interval of that share, in [0, 1]. */
export type ScoreSpec = { name: string; samples: number; right: number; lower: number; upper: number };

/** `byStrategy`: of labels given to samples with a prediction. `byLength`: of texts, by the newest model on `evaluatedOn`. */
export type ScoresSpec = {
  byStrategy: readonly ScoreSpec[];
  byLength: readonly ScoreSpec[];
  evaluatedOn: 'test' | 'evaluation' | null;
  loading: boolean;
  failure: string | null;
};
