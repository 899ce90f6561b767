// The words of the contract, as the server's OpenAPI description says them.

import type { components } from '../api/schema';

type Schema = components['schemas'];

export type SessionConfig = Schema['SessionConfig'];
export type Augmentation = Schema['AugmentationOptions'];
export type SelectedSample = Schema['SelectedSample'];
export type Effort = Schema['Effort'];
export type SchemeResult = Schema['SchemeResult'];
export type ConfigOption = Schema['TrainingSchemeInfo']['uses'][number];
export type OptionInfo = Schema['OptionInfo'];
export type MeasureInfo = Schema['MeasureInfo'];
export type Interruption = Schema['Interruption'];
export type Placement = Required<Schema['Placement']>;
export type ConfidenceSource = NonNullable<Placement['source']>;
export type Status = Schema['Status'];
export type Round = Required<Schema['Round']>;
export type SessionEvent = Schema['Event'];
export type Payload = SessionEvent['payload'];
export type PayloadOf<Kind extends Payload['kind']> = Extract<Payload, { kind: Kind }>;

export type Board = ReadonlyMap<number, Placement>;

/**
 * One undoable event: the placements it changed, before and after (null: not on the board).
 * `turned_seq` is the last event that did it, undid it or did it again.
 */
export type Step = {
  seq: number;
  actor: string;
  /** the client key of the event */
  key: string | null;
  turned_seq: number;
  before: Changes;
  after: Changes;
};
export type Changes = ReadonlyMap<number, Placement | null>;

export type SessionState = {
  session_id: string;
  name: string;
  dataset: string;
  dataset_digest: string;
  seed: number;
  created_at: string;
  seq: number;
  config: SessionConfig;
  existing_labels: NonNullable<Schema['SessionCreated']['existing_labels']>;
  evaluation_first: boolean;
  /** what the classes mean; empty: nobody has written it */
  guideline: Schema['Guideline'];
  board: Board;
  /** on the board, to learn from */
  labels: number;
  /** samples that are locked to evaluate on, ascending */
  held_out: readonly number[];
  rounds: readonly Round[];
  running: Round | null;
  interruption: Interruption | null;
  undo_steps: readonly Step[];
  redo_steps: readonly Step[];
};

const LABELLED: ReadonlySet<Status> = new Set<Status>([
  'confirmed',
  'corrected',
  'hand_labelled',
  'imported',
]);

/** A label to learn from. */
export const trains = (placement: Placement): boolean => isLabel(placement) && !placement.held_out_for;

export const isLabel = (placement: Placement): boolean => LABELLED.has(placement.status);
