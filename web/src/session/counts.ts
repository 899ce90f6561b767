// What the counters show, from the state alone.

import { isLabel, type Effort, type Placement, type SessionState, type Status } from './types';

export type Counts = Record<Status, number> & { board: number; labels: number; userLabelled: number };

/** Samples on the board by status; `userLabelled` are those a person had to label: corrected or by hand. */
export function countsOf(state: SessionState): Counts {
  const by: Record<Status, number> = {
    unlabelled: 0,
    predicted: 0,
    confirmed: 0,
    corrected: 0,
    hand_labelled: 0,
  };
  for (const { status } of state.board.values()) by[status] += 1;
  const userLabelled = by.corrected + by.hand_labelled;
  return { ...by, board: state.board.size, labels: by.confirmed + userLabelled, userLabelled };
}

/** The effort in the labels which no finished round has trained with yet. */
export function effortOf(state: SessionState): Effort {
  const trainedUntil = state.rounds.at(-1)?.started_seq ?? 0;
  const fresh = [...state.board.values()].filter((p) => isLabel(p) && (p.labelled_seq ?? 0) > trainedUntil);
  const count = (status: Status) => fresh.filter((p: Placement) => p.status === status).length;
  return { labelled: fresh.length, corrected: count('corrected'), hand_labelled: count('hand_labelled') };
}
