// What of the pool is held out to evaluate on, and whether more may be drawn, as sessions/evaluating.py decides it.

import type { EvaluationSpec } from '../views/contract';
import type { Pending } from './intents';
import { isLabel, type SessionState } from './types';

/** Once a sample has been selected to learn from, or a round begun, no draw is random any more. */
export function evaluationSpec(state: SessionState, pending: readonly Pending[]): EvaluationSpec {
  const board = [...state.board.values()];
  const selected = board.some(({ held_out_for, status }) => !held_out_for && status !== 'imported');
  const labels = (purpose: 'evaluation' | 'validation') =>
    board.filter((placement) => placement.held_out_for === purpose && isLabel(placement)).length;
  const evaluation = labels('evaluation');
  const validation = labels('validation');
  return {
    first: state.evaluation_first,
    open: !selected && state.rounds.length === 0 && state.running === null,
    evaluation,
    validation,
    waiting: state.held_out.length - evaluation - validation,
    imported: board.some(({ status }) => status === 'imported'),
    drawing: pending.some(({ action }) => action.kind === 'draw'),
  };
}

/** The session begins with it, or has begun one, and samples to learn from have not been selected yet. */
export const isEvaluating = ({ first, open, evaluation, validation, waiting }: EvaluationSpec): boolean =>
  open && (first || evaluation + validation + waiting > 0);
