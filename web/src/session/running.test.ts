import { describe, expect, it } from 'vitest';
import { runningEstimates } from './running';
import type { Placement, SessionState, Status } from './types';

const predictor = { round: 1, training_scheme: 'SIL' };
const placement = (status: Status, more: Partial<Placement> = {}) =>
  ({ status, strategy: null, selection_scheme: 'RS', predicted_by: predictor, ...more }) as Placement;
const state = (...placements: Placement[]) =>
  ({ board: new Map(placements.map((each, index) => [index, each])) }) as unknown as SessionState;

describe('the running estimate', () => {
  it('counts what came by lot with a prediction, and was labelled', () => {
    const found = runningEstimates(
      state(
        placement('confirmed'),
        placement('corrected'),
        placement('confirmed', { selection_scheme: 'MIX', strategy: 'random' }),
        placement('predicted'),
        placement('hand_labelled'),
        placement('corrected', { selection_scheme: 'MIX', strategy: 'uncertain' }),
        placement('corrected', { selection_scheme: 'LCRS' }),
      ),
    );
    expect(found.machine).toEqual({ right: 2, of: 3 });
    expect(found.dataset).toEqual({ right: 0, of: 0 });
  });

  it('tells of labels that the dataset came with apart', () => {
    const suggested = { predicted_by: null };
    expect(
      runningEstimates(state(placement('confirmed', suggested), placement('corrected', suggested))).dataset,
    ).toEqual({ right: 1, of: 2 });
  });
});
