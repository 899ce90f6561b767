// The numbers of the accuracy plot, for a file.

import type { RoundSpec, SchemeSpec } from '../contract';
import { accuracyOf } from '../shared/measures';

/** A row for each round and the training schemes that it trained. Accuracies are fractions in [0, 1]. */
export function accuracyTable(
  rounds: readonly RoundSpec[],
  schemes: readonly SchemeSpec[],
): (string | number)[][] {
  const rows = rounds.flatMap(({ round, labels, effort, results }) =>
    schemes.flatMap(({ name }) => {
      const result = results[name];
      if (!result) return [];
      const { labelled, corrected, hand_labelled } = effort;
      return [[round, labels, name, accuracyOf(result), result.seconds, labelled, corrected, hand_labelled]];
    }),
  );
  return [
    ['round', 'labels', 'training_scheme', 'accuracy', 'seconds', 'new_labels', 'corrected', 'hand_labelled'],
    ...rows,
  ];
}
