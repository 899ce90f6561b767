// What samples that came by lot tell, as they are labelled: no strategy has biased them.

import type { SessionState } from './types';

export type Running = { right: number; of: number };

/** Of labelled samples drawn at random that came with a prediction: how many a person left in its class. `machine`: by a
 * model, whichever was the newest then. `dataset`: by labels that the dataset came with. */
export function runningEstimates(state: SessionState): { machine: Running; dataset: Running } {
  const machine = { right: 0, of: 0 };
  const dataset = { right: 0, of: 0 };
  for (const { status, strategy, selection_scheme, predicted_by } of state.board.values()) {
    const byLot = strategy === 'random' || (selection_scheme === 'RS' && strategy === null);
    if (!byLot || (status !== 'confirmed' && status !== 'corrected')) continue;
    const estimate = predicted_by ? machine : dataset;
    estimate.of += 1;
    if (status === 'confirmed') estimate.right += 1;
  }
  return { machine, dataset };
}
