// The fold of sessions/fold.py, step for step; tests/fixtures/session_log.json holds both to the same states.

import type {
  Board,
  Changes,
  Payload,
  PayloadOf,
  Placement,
  Round,
  SelectedSample,
  SessionEvent,
  SessionState,
  Status,
  Step,
} from './types';

type Update = Partial<SessionState>;
type Selection = PayloadOf<'samples_queried'> | PayloadOf<'samples_picked'>;

/** The state after all events, the first of which is `session_created`. Throws without one. */
export function fold(events: Iterable<SessionEvent>): SessionState {
  let state: SessionState | null = null;
  for (const event of events) state = apply(state, event);
  if (!state) throw new Error("a session's log is empty");
  return state;
}

/** The state after one more event; one whose `seq` is not beyond the state's changes nothing. */
export function apply(state: SessionState | null, event: SessionEvent): SessionState {
  if (!state) return created(event);
  if (event.seq <= state.seq) return state;
  return { ...state, ...update(state, event, event.payload), seq: event.seq };
}

function update(state: SessionState, event: SessionEvent, payload: Payload): Update {
  switch (payload.kind) {
    case 'session_created':
      throw new Error('session_created stands only at the start of a log');
    case 'config_changed':
      return { config: payload.config };
    case 'samples_queried':
      return selected(state, event, payload, payload.effective_scheme);
    case 'samples_picked':
      return selected(state, event, payload, null);
    case 'sample_placed':
      return placed(state, event, payload);
    case 'labels_confirmed':
      return step(
        state,
        event,
        new Map(payload.sample_ids.map((id) => [id, confirmed(on(state, id), event)])),
      );
    case 'sample_returned':
      return step(
        state,
        event,
        new Map([[payload.sample_id, returned(on(state, payload.sample_id), event)]]),
      );
    case 'undone':
      return undone(state, event);
    case 'redone':
      return redone(state, event);
    case 'round_started':
      return roundStarted(event, payload);
    case 'scheme_trained':
      return schemeTrained(state, payload);
    case 'round_finished':
      return roundFinished(state, event, payload);
    case 'round_failed':
      return { running: null, interruption: without(payload, 'kind') };
    case 'round_cancelled':
      return { running: null, interruption: cancelled(payload.round) };
  }
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
    board: new Map(),
    rounds: [],
    running: null,
    interruption: null,
    undo_steps: [],
    redo_steps: [],
  };
}

function selected(
  state: SessionState,
  event: SessionEvent,
  payload: Selection,
  scheme: string | null,
): Update {
  const arrivals = payload.samples.map((sample) => arrival(sample, event, payload, scheme));
  return step(state, event, new Map(arrivals.map((placement) => [placement.sample_id, placement])));
}

function arrival(
  sample: SelectedSample,
  event: SessionEvent,
  payload: Selection,
  scheme: string | null,
): Placement {
  const { prediction } = sample;
  return {
    sample_id: sample.sample_id,
    class_index: prediction?.class_index ?? null,
    confidence: prediction?.confidence ?? null,
    status: prediction ? 'predicted' : 'unlabelled',
    prediction,
    predicted_by: payload.predicted_by,
    selection_scheme: scheme,
    selected_seq: event.seq,
    selected_at: event.at,
    changed_at: event.at,
    actor: event.actor,
    labelled_seq: null,
  };
}

function placed(state: SessionState, event: SessionEvent, payload: PayloadOf<'sample_placed'>): Update {
  const before = on(state, payload.sample_id);
  const status = statusOf(before, payload.class_index);
  const after = labelled(before, event, status, payload.class_index, payload.confidence);
  return step(state, event, new Map([[payload.sample_id, after]]));
}

function statusOf({ prediction }: Placement, classIndex: number): Status {
  if (!prediction) return 'hand_labelled';
  return prediction.class_index === classIndex ? 'confirmed' : 'corrected';
}

/** A label that only moves up or down stays the same label, and keeps the round it belongs to. */
function labelled(
  before: Placement,
  event: SessionEvent,
  status: Status,
  classIndex: number,
  confidence: number,
): Placement {
  const same = before.status === status && before.class_index === classIndex;
  return {
    ...before,
    class_index: classIndex,
    confidence,
    status,
    changed_at: event.at,
    actor: event.actor,
    labelled_seq: same ? before.labelled_seq : event.seq,
  };
}

function confirmed(before: Placement, event: SessionEvent): Placement {
  if (before.class_index === null || before.confidence === null) {
    throw new Error(
      `sample ${before.sample_id} stands in the unlabelled region; there is nothing to confirm`,
    );
  }
  return labelled(before, event, 'confirmed', before.class_index, before.confidence);
}

function returned(before: Placement, event: SessionEvent): Placement {
  return {
    ...before,
    class_index: null,
    confidence: null,
    status: 'unlabelled',
    labelled_seq: null,
    changed_at: event.at,
    actor: event.actor,
  };
}

function on(state: SessionState, sampleId: number): Placement {
  const placement = state.board.get(sampleId);
  if (!placement) throw new Error(`sample ${sampleId} is not on the board`);
  return placement;
}

function step(state: SessionState, event: SessionEvent, after: Changes): Update {
  const before: Changes = new Map([...after.keys()].map((id) => [id, state.board.get(id) ?? null]));
  const taken: Step = { seq: event.seq, turned_seq: event.seq, before, after };
  return { board: merged(state.board, after), undo_steps: [...state.undo_steps, taken], redo_steps: [] };
}

function merged(board: Board, changes: Changes): Board {
  const next = new Map(board);
  for (const [id, placement] of changes) {
    if (placement) next.set(id, placement);
    else next.delete(id);
  }
  return next;
}

function undone(state: SessionState, event: SessionEvent): Update {
  const last = state.undo_steps.at(-1);
  if (!last) throw new Error('there is nothing to undo');
  const before = putBack(state, event, last, last.before);
  return {
    board: merged(state.board, before),
    undo_steps: state.undo_steps.slice(0, -1),
    redo_steps: [...state.redo_steps, { ...last, turned_seq: event.seq, before }],
  };
}

function redone(state: SessionState, event: SessionEvent): Update {
  const last = state.redo_steps.at(-1);
  if (!last) throw new Error('there is nothing to redo');
  const after = putBack(state, event, last, last.after);
  return {
    board: merged(state.board, after),
    undo_steps: [...state.undo_steps, { ...last, turned_seq: event.seq, after }],
    redo_steps: state.redo_steps.slice(0, -1),
  };
}

/** A label that was away when its first round would have started is a new one: no round has trained with it. */
function putBack(state: SessionState, event: SessionEvent, step: Step, placements: Changes): Changes {
  const rounds = state.running ? [...state.rounds, state.running] : state.rounds;
  const starts = rounds.map(({ started_seq }) => started_seq);
  const renewed = (id: number, placement: Placement | null): Placement | null => {
    const since = placement?.labelled_seq ?? null;
    if (!placement || since === null || state.board.get(id)?.labelled_seq === since) return placement;
    const first = starts.find((start) => start > since);
    if (first === undefined || first < step.turned_seq) return placement;
    return { ...placement, labelled_seq: event.seq };
  };
  return new Map([...placements].map(([id, placement]) => [id, renewed(id, placement)]));
}

function roundStarted(event: SessionEvent, payload: PayloadOf<'round_started'>): Update {
  const running: Round = {
    ...without(payload, 'kind'),
    started_at: event.at,
    started_seq: event.seq,
    finished_at: null,
    results: {},
    seconds: null,
  };
  return { running, interruption: null };
}

function schemeTrained(state: SessionState, payload: PayloadOf<'scheme_trained'>): Update {
  if (!state.running) return {};
  const { kind: _kind, round: _round, training_scheme, ...result } = payload;
  return { running: { ...state.running, results: { ...state.running.results, [training_scheme]: result } } };
}

function roundFinished(
  state: SessionState,
  event: SessionEvent,
  payload: PayloadOf<'round_finished'>,
): Update {
  if (!state.running) return {};
  const finished = { ...state.running, finished_at: event.at, seconds: payload.seconds };
  return { rounds: [...state.rounds, finished], running: null };
}

const cancelled = (round: number) => ({
  round,
  error: 'RoundCancelled',
  detail: 'the round was cancelled',
  hint: 'train again when ready',
});

function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _left, ...rest } = value;
  return rest;
}
