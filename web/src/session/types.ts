// The words of the contract, as the server's models say them (sessions/events.py, config.py, state.py).

export type Augmentation = {
  width_shift: number;
  height_shift: number;
  rotation: number;
  scale: number;
  shear: number;
};

export type SessionConfig = {
  classifier: string;
  projection: string;
  selection_scheme: string;
  batch_size: number;
  training_schemes: string[];
  predict_with: string;
  distance_space: 'projection' | 'original';
  epochs: number;
  precision: 'auto' | 'float32' | 'bfloat16';
  augmentation: Augmentation;
};

export type Prediction = { class_index: number; confidence: number; probabilities: number[] };
export type SelectedSample = { sample_id: number; prediction: Prediction | null };
export type Predictor = { round: number; training_scheme: string };
export type Effort = { labelled: number; corrected: number; hand_labelled: number };

export type SchemeResult = {
  accuracy: number;
  macro_f1: number;
  confusion: number[][];
  seconds: number;
  labels_used: number;
  training_size: number;
  model_digest: string;
};

export type Payload =
  | {
      kind: 'session_created';
      name: string;
      dataset: string;
      dataset_digest: string;
      seed: number;
      config: SessionConfig;
    }
  | { kind: 'config_changed'; config: SessionConfig }
  | {
      kind: 'samples_queried';
      scheme: string;
      effective_scheme: string;
      reason: string | null;
      samples: SelectedSample[];
      predicted_by: Predictor | null;
    }
  | { kind: 'samples_picked'; samples: SelectedSample[]; predicted_by: Predictor | null }
  | { kind: 'sample_placed'; sample_id: number; class_index: number; confidence: number }
  | { kind: 'labels_confirmed'; sample_ids: number[] }
  | { kind: 'sample_returned'; sample_id: number }
  | { kind: 'round_started'; round: number; labels: number; effort: Effort; config: SessionConfig }
  | ({ kind: 'scheme_trained'; round: number; training_scheme: string } & SchemeResult)
  | { kind: 'round_finished'; round: number; seconds: number }
  | { kind: 'round_failed'; round: number; error: string; detail: string; hint: string }
  | { kind: 'round_cancelled'; round: number }
  | { kind: 'undone'; seq: number }
  | { kind: 'redone'; seq: number };

export type PayloadOf<Kind extends Payload['kind']> = Extract<Payload, { kind: Kind }>;

export type SessionEvent = {
  session_id: string;
  seq: number;
  at: string;
  actor: string;
  version: number;
  client_key: string | null;
  payload: Payload;
};

export type Status = 'unlabelled' | 'predicted' | 'confirmed' | 'corrected' | 'hand_labelled';

export type Placement = {
  sample_id: number;
  class_index: number | null;
  confidence: number | null;
  status: Status;
  prediction: Prediction | null;
  predicted_by: Predictor | null;
  selection_scheme: string | null;
  selected_seq: number;
  selected_at: string;
  changed_at: string;
  actor: string;
  labelled_seq: number | null;
};

export type Round = {
  round: number;
  started_at: string;
  started_seq: number;
  finished_at: string | null;
  labels: number;
  effort: Effort;
  config: SessionConfig;
  results: Record<string, SchemeResult>;
  seconds: number | null;
};

export type Interruption = { round: number; error: string; detail: string; hint: string };

export type Board = ReadonlyMap<number, Placement>;

/** One undoable event: the placements it changed, before and after (null: not on the board). */
export type Step = { seq: number; before: Changes; after: Changes };
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
  board: Board;
  rounds: readonly Round[];
  running: Round | null;
  interruption: Interruption | null;
  undo_steps: readonly Step[];
  redo_steps: readonly Step[];
};

const LABELLED: ReadonlySet<Status> = new Set<Status>(['confirmed', 'corrected', 'hand_labelled']);

export const isLabel = (placement: Placement): boolean => LABELLED.has(placement.status);
