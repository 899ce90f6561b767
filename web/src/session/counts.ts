// What the counters show, from the state alone.

import { trains, type Effort, type Placement, type SessionState, type Status } from './types';

export type Counts = Record<Status, number> & { board: number; labels: number; userLabelled: number };

/** Samples on the board that are not held out, by status; `userLabelled` are those a person had to label: corrected or by hand. */
export function countsOf(state: SessionState): Counts {
  const by: Record<Status, number> = {
    unlabelled: 0,
    predicted: 0,
    confirmed: 0,
    corrected: 0,
    hand_labelled: 0,
    imported: 0,
  };
  const learntFrom = [...state.board.values()].filter(({ held_out_for }) => !held_out_for);
  for (const { status } of learntFrom) by[status] += 1;
  const userLabelled = by.corrected + by.hand_labelled;
  return { ...by, board: learntFrom.length, labels: by.confirmed + userLabelled + by.imported, userLabelled };
}

/** The effort in the labels which no finished round has trained with yet; imported ones cost none, and labels to evaluate
 * on are counted apart. */
export function effortOf(state: SessionState): Effort {
  const trainedUntil = state.rounds.at(-1)?.started_seq ?? 0;
  const given = [...state.board.values()].filter((p) => trains(p) && p.status !== 'imported');
  const fresh = given.filter((p) => (p.labelled_seq ?? 0) > trainedUntil);
  const count = (status: Status) => fresh.filter((p: Placement) => p.status === status).length;
  return { labelled: fresh.length, corrected: count('corrected'), hand_labelled: count('hand_labelled') };
}
