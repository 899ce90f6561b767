// The fold of sessions/fold.py, step for step; tests/fixtures/session_logs.jsonl.gz holds both to the same states.

import { Draft } from './draft';
import { cancelled, roundFinished, roundStarted, schemeTrained, without } from './fold_rounds';
import type {
  ConfidenceSource,
  Payload,
  PayloadOf,
  Placement,
  SelectedSample,
  SessionEvent,
  SessionState,
  Status,
} from './types';

type Selection = PayloadOf<'samples_queried'> | PayloadOf<'samples_picked'>;

/** The state after all events, the first of which is `session_created`. Throws without one. */
export const fold = (events: Iterable<SessionEvent>): SessionState => continued(null, events);

/** The state after one more event; one whose `seq` is not beyond the state's changes nothing. */
export const apply = (state: SessionState | null, event: SessionEvent): SessionState =>
  continued(state, [event]);

/** The state after these events too, as `apply` would reach it one by one, in time that grows with their number. */
export function continued(from: SessionState | null, events: Iterable<SessionEvent>): SessionState {
  let state = from;
  let draft: Draft | null = null;
  for (const event of events) {
    if (!state) state = created(event);
    else if (event.seq > (draft ?? state).seq) add((draft ??= new Draft(state)), event, event.payload);
  }
  if (!state) throw new Error("a session's log is empty");
  return draft?.state() ?? state;
}

function add(draft: Draft, event: SessionEvent, payload: Payload): void {
  switch (payload.kind) {
    case 'session_created':
      throw new Error('session_created stands only at the start of a log');
    case 'evaluation_drawn':
      heldOut(draft, event, payload);
      break;
    case 'labels_imported':
      imported(draft, event, payload);
      break;
    case 'config_changed':
      draft.config = payload.config;
      break;
    case 'guideline_published':
      draft.guideline = without(payload, 'kind');
      break;
    case 'samples_queried':
      selected(draft, event, payload, payload.effective_scheme);
      break;
    case 'samples_picked':
      selected(draft, event, payload, null);
      break;
    case 'samples_predicted':
      predicted(draft, event, payload);
      break;
    case 'sample_placed':
      placed(draft, event, payload);
      break;
    case 'samples_labelled':
      labelledAlike(draft, event, payload);
      break;
    case 'labels_confirmed':
      draft.take(event, new Map(payload.sample_ids.map((id) => [id, confirmed(draft.on(id), event)])));
      break;
    case 'sample_returned':
      draft.take(event, new Map([[payload.sample_id, returned(draft.on(payload.sample_id), event)]]));
      break;
    case 'undone':
      draft.undo(event, payload.seq);
      break;
    case 'redone':
      draft.redo(event, payload.seq);
      break;
    case 'round_started':
      roundStarted(draft, event, payload);
      break;
    case 'scheme_trained':
      schemeTrained(draft, payload);
      break;
    case 'round_finished':
      roundFinished(draft, event, payload);
      break;
    case 'round_failed':
      draft.running = null;
      draft.interruption = without(payload, 'kind');
      break;
    case 'round_cancelled':
      draft.running = null;
      draft.interruption = cancelled(payload.round);
      break;
    default:
      unknown(payload);
  }
  draft.seq = event.seq;
}

/** A kind of event that has no case above does not compile; one from a newer server is said to be unknown. */
function unknown(payload: never): never {
  throw new Error(`this page does not know events of the kind ${(payload as { kind: string }).kind}`);
}

function created(event: SessionEvent): SessionState {
  const { payload } = event;
  if (payload.kind !== 'session_created') {
    throw new Error(`a session's log starts with session_created, not ${payload.kind}`);
  }
  return {
    ...without(payload, 'kind'),
    session_id: event.session_id,
    created_at: event.at,
    seq: event.seq,
    guideline: { text: '', descriptions: [], examples: [] },
    board: new Map(),
    labels: 0,
    held_out: [],
    rounds: [],
    running: null,
    interruption: null,
    undo_steps: [],
    redo_steps: [],
  };
}

/** No step of anybody's: what has been drawn by lot stays drawn. What is on the board already is no part of it. */
function heldOut(draft: Draft, event: SessionEvent, payload: PayloadOf<'evaluation_drawn'>): void {
  const { held_out_for, sample_ids } = payload;
  const drawn = sample_ids.filter((id) => !draft.board.has(id));
  draft.heldOut = [...new Set([...draft.heldOut, ...drawn])].sort((a, b) => a - b);
  for (const sample_id of drawn) {
    draft.bring({
      ...{ sample_id, class_index: null, confidence: null, source: null, status: 'unlabelled' },
      ...{ prediction: null, earlier_prediction: null, predicted_by: null },
      selection_scheme: held_out_for,
      ...{ selected_seq: event.seq, selected_at: event.at, changed_at: event.at },
      ...{ actor: event.actor, labelled_seq: null, held_out_for, strategy: null },
    });
  }
}

/** No step of anybody's, so that there is nothing to undo. What is on the board already stays as it is. */
function imported(draft: Draft, event: SessionEvent, payload: PayloadOf<'labels_imported'>): void {
  const usual = draft.config.default_confidence;
  const { sample_ids, class_indices, confidences } = payload;
  sample_ids.forEach((sample_id, index) => {
    if (draft.board.has(sample_id)) return;
    const [stated, class_index] = [confidences[index] ?? null, class_indices[index] ?? 0];
    const confidence = stated ?? usual;
    draft.bring({
      ...{
        sample_id,
        class_index,
        confidence,
        source: stated === null ? 'default' : null,
        status: 'imported',
      },
      prediction: { class_index, confidence, probabilities: [] },
      earlier_prediction: null,
      predicted_by: null,
      selection_scheme: 'import',
      ...{ selected_seq: event.seq, selected_at: event.at, changed_at: event.at },
      ...{ actor: event.actor, labelled_seq: event.seq, held_out_for: null, strategy: null },
    });
  });
}

function selected(draft: Draft, event: SessionEvent, payload: Selection, scheme: string | null): void {
  const arrivals = payload.samples.map((sample) => arrival(sample, event, payload.predicted_by, scheme));
  draft.take(event, new Map(arrivals.map((placement) => [placement.sample_id, placement])));
}

function arrival(
  sample: SelectedSample,
  event: SessionEvent,
  predictor: Selection['predicted_by'],
  scheme: string | null,
): Placement {
  const { prediction } = sample;
  return {
    sample_id: sample.sample_id,
    class_index: prediction?.class_index ?? null,
    confidence: prediction?.confidence ?? null,
    source: null,
    status: prediction ? 'predicted' : 'unlabelled',
    prediction,
    earlier_prediction: null,
    predicted_by: sample.suggested ? null : predictor,
    selection_scheme: scheme,
    strategy: sample.strategy ?? null,
    selected_seq: event.seq,
    selected_at: event.at,
    changed_at: event.at,
    actor: event.actor,
    labelled_seq: null,
    held_out_for: null,
  };
}

/** No step of a person's: undoing passes over it. What a person has acted on meanwhile stays. */
function predicted(draft: Draft, event: SessionEvent, payload: PayloadOf<'samples_predicted'>): void {
  for (const { sample_id, prediction } of payload.samples) {
    const before = draft.board.get(sample_id);
    if (before?.status !== 'predicted' || !prediction) continue;
    draft.board.set(sample_id, {
      ...before,
      class_index: prediction.class_index,
      confidence: prediction.confidence,
      prediction,
      earlier_prediction: before.prediction,
      predicted_by: payload.predicted_by,
      changed_at: event.at,
    });
  }
}

function placed(draft: Draft, event: SessionEvent, payload: PayloadOf<'sample_placed'>): void {
  const { sample_id, class_index, confidence, source } = payload;
  const before = draft.on(sample_id);
  const label = { class_index, confidence, source: source ?? null, status: statusOf(before, class_index) };
  draft.take(event, new Map([[sample_id, labelled(before, event, label)]]));
}

/** What comes onto the board so was labelled with no prediction to go by. */
function labelledAlike(draft: Draft, event: SessionEvent, payload: PayloadOf<'samples_labelled'>): void {
  const { sample_ids, class_index, confidence, source } = payload;
  const after = sample_ids.map((sample_id) => {
    const unseen = { sample_id, prediction: null, suggested: false };
    const before = draft.board.get(sample_id) ?? arrival(unseen, event, null, null);
    return labelled(before, event, {
      class_index,
      confidence,
      source,
      status: statusOf(before, class_index),
    });
  });
  draft.take(event, new Map(after.map((placement) => [placement.sample_id, placement])));
}

function statusOf({ prediction }: Placement, classIndex: number): Status {
  if (!prediction) return 'hand_labelled';
  return prediction.class_index === classIndex ? 'confirmed' : 'corrected';
}

type Label = { class_index: number; confidence: number; source: ConfidenceSource | null; status: Status };

/** A label that only moves up or down stays the same label, and keeps the round it belongs to. */
function labelled(before: Placement, event: SessionEvent, label: Label): Placement {
  const same = before.status === label.status && before.class_index === label.class_index;
  return {
    ...before,
    ...label,
    changed_at: event.at,
    actor: event.actor,
    labelled_seq: same ? before.labelled_seq : event.seq,
  };
}

/** What is a label already keeps its confidence, and with it whose that is. */
function confirmed(before: Placement, event: SessionEvent): Placement {
  const { class_index, confidence } = before;
  if (class_index === null || confidence === null) {
    throw new Error(
      `sample ${before.sample_id} stands in the unlabelled region; there is nothing to confirm`,
    );
  }
  const asItStood = before.status === 'predicted' || before.status === 'imported';
  const source = asItStood ? 'accepted' : (before.source ?? null);
  return labelled(before, event, { class_index, confidence, source, status: statusOf(before, class_index) });
}

function returned(before: Placement, event: SessionEvent): Placement {
  return {
    ...before,
    class_index: null,
    confidence: null,
    source: null,
    status: 'unlabelled',
    labelled_seq: null,
    changed_at: event.at,
    actor: event.actor,
  };
}
