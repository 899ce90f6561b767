// What the counters show, from the state alone.

import type { Stage } from '../views/contract';
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

/** What a first training lacks, as sessions/commands.py decides it. `enough`: the classes that have as many labels as asked for. Sessions of before ask for one label in two classes. */
export function lacking({
  board,
  rounds,
  config,
}: Pick<SessionState, 'board' | 'rounds' | 'config'>): Stage['lacks'] {
  const { first_labels: labels = 1, first_classes: classes = 2 } = config as Partial<SessionState['config']>;
  if (rounds.length > 0) return null;
  const counts: Record<number, number> = {};
  for (const placement of board.values()) {
    const { class_index: index } = placement;
    if (trains(placement) && index !== null) counts[index] = (counts[index] ?? 0) + 1;
  }
  const enough = Object.keys(counts)
    .map(Number)
    .filter((index) => (counts[index] ?? 0) >= labels);
  return enough.length < classes ? { classes, labels, enough } : null;
}
