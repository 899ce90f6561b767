// Which step an undo or a redo turns, as sessions/steps.py and commands.py decide it.

import { isOwn, self } from './self';
import type { SessionState, Step } from './types';

/** By the key of the write that made it, whose answer may still be to come; or by the seq of its event. */
export type StepName = { key: string } | { seq: number };

export type Turn = 'undo' | 'redo';

export const nameOf = ({ key, seq }: Step): StepName => (key === null ? { seq } : { key });

const bears = (step: Step, name: StepName): boolean =>
  'key' in name ? step.key === name.key : step.seq === name.seq;

/** The actor's own step that the turn is about; undefined: there is none. */
export const lastStep = (state: SessionState, turn: Turn, by = self.actor): Step | undefined =>
  (turn === 'undo' ? state.undo_steps : state.redo_steps).findLast(({ actor }) => isOwn(actor, by));

/** That step, if the server would turn it: it is the one named, and nobody else has built upon it. */
export function turnable(
  state: SessionState,
  turn: Turn,
  name: StepName | undefined,
  by: string,
): Step | undefined {
  const step = lastStep(state, turn, by);
  if (!step || (name && !bears(step, name)) || builtUpon(state, step)) return undefined;
  return turn === 'undo' || standsAsBefore(state, step) ? step : undefined;
}

function builtUpon({ undo_steps: counting }: SessionState, step: Step): boolean {
  const first = counting.findLastIndex(({ seq }) => seq <= step.seq) + 1;
  return counting.slice(first).some(({ after }) => [...after.keys()].some((id) => step.after.has(id)));
}

const standsAsBefore = ({ board }: SessionState, { before }: Step): boolean =>
  [...before].every(([id, was]) => board.has(id) === (was !== null));
