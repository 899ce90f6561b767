// What a scheme's model has learnt and forgotten since its model of a round before, on the validation split.

import type { ComparedSpec, ConfusionSpec, Model, Selection } from '../views/contract';
import { resultBefore, shownScheme } from '../views/shared/results';
import type { ValidationAnswers } from './validation';

/** Of the samples of a class, those that are right now and were wrong, and those that are wrong now and were right. */
export type Turned = ComparedSpec['classes'][number];

/** Of samples whose class is known, in their order. */
export function turned(
  before: ValidationAnswers,
  now: ValidationAnswers,
): { gained: number[]; lost: number[] } {
  const isRight = ({ predicted }: ValidationAnswers, index: number) => predicted[index] === now.actual[index];
  const known = now.actual.flatMap((is, index) => (is === null ? [] : [index]));
  const changed = known.filter((index) => isRight(before, index) !== isRight(now, index));
  return {
    gained: changed.filter((index) => isRight(now, index)),
    lost: changed.filter((index) => isRight(before, index)),
  };
}

/** How many of each class. */
export function turnedByClass(before: ValidationAnswers, now: ValidationAnswers, classes: number): Turned[] {
  const { gained, lost } = turned(before, now);
  const of = (samples: readonly number[], classIndex: number) =>
    samples.filter((index) => now.actual[index] === classIndex).length;
  return Array.from({ length: classes }, (_, classIndex) => ({
    classIndex,
    gained: of(gained, classIndex),
    lost: of(lost, classIndex),
    total: now.actual.filter((is) => is === classIndex).length,
  }));
}

type Answered = { answers: ValidationAnswers } | { failure: string } | null;

/** Of the scheme that is shown, and of its model before; `answers`: what models say of the split, as far as known. */
export function comparedSpec(
  spec: ConfusionSpec,
  selection: Pick<Selection, 'round' | 'scheme'>,
  answers: (model: Model) => Answered,
): ComparedSpec {
  const shown = shownScheme(spec, selection);
  const before = shown ? (resultBefore(spec.rounds, shown)?.round ?? null) : null;
  const model = shown ? { round: shown.round, scheme: shown.name } : null;
  const [now, then] = [model, model && before !== null ? { ...model, round: before } : null].map(
    (asked) => asked && answers(asked),
  );
  const failed = [now, then].find((each) => each && 'failure' in each);
  const known = now && then && 'answers' in now && 'answers' in then;
  return {
    names: spec.classes.map(({ name }) => name),
    ...{ model, before },
    failure: failed && 'failure' in failed ? failed.failure : null,
    classes: known ? turnedByClass(then.answers, now.answers, spec.classes.length) : [],
  };
}
