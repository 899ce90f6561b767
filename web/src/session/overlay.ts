// What the page shows while the server has not answered: the intents folded on top of the truth, which stays
// as it is. An intent that no longer fits (another tab undid its sample) is left out; the server will refuse it.

import { apply } from './fold';
import { guidelineBody } from './guideline';
import type { Action, Pending } from './intents';
import { actorOf, self } from './self';
import { turnable } from './steps';
import { isLabel, type Payload, type PayloadOf, type SessionEvent, type SessionState } from './types';

export function overlay(truth: SessionState, pending: readonly Pending[]): SessionState {
  return pending.reduce(withIntent, truth);
}

function withIntent(state: SessionState, intent: Pending): SessionState {
  const payload = payloadOf(intent, state);
  return payload ? apply(state, event(intent, payload, state)) : state;
}

/** Null where the intent does not fit the state, or changes nothing that is shown. */
function payloadOf(intent: Pending, state: SessionState): Payload | null {
  const { action } = intent;
  switch (action.kind) {
    case 'place':
      return placed(action, state);
    case 'label':
      return labelledAlike(action, state);
    case 'return':
      return isPlaced(state, action.sampleId)
        ? { kind: 'sample_returned', sample_id: action.sampleId }
        : null;
    case 'confirm':
      return confirmed(action, state);
    case 'undo':
    case 'redo': {
      const step = turnable(state, action.kind, action.step, actorIn(intent));
      return step ? { kind: action.kind === 'undo' ? 'undone' : 'redone', seq: step.seq } : null;
    }
    case 'configure':
      return { kind: 'config_changed', config: { ...state.config, ...action.patch } };
    case 'publish_guideline':
      return { kind: 'guideline_published', ...guidelineBody(action.guideline) };
    case 'query':
    case 'search':
    case 'pick':
      // Which samples come, and where the machine places them, only the server can say; that a step was taken is known.
      return { kind: 'samples_picked', samples: [], predicted_by: null };
    case 'draw':
    case 'train':
    case 'cancel':
      return null;
  }
}

/** Where no confidence was stated: as commands.py decides. */
function placed(
  { sampleId, classIndex, confidence }: Extract<Action, { kind: 'place' }>,
  { board, config }: SessionState,
): PayloadOf<'sample_placed'> | null {
  const before = board.get(sampleId);
  if (!before) return null;
  const keeps = before.class_index === classIndex && before.source === 'stated';
  const stated = confidence ?? (keeps ? before.confidence : null);
  return {
    kind: 'sample_placed',
    sample_id: sampleId,
    class_index: classIndex,
    confidence: stated ?? config.default_confidence,
    source: stated === null ? 'default' : 'stated',
  };
}

/** Labels stay as they are, unless they are to be labelled anew: as commands.py decides. */
function labelledAlike(
  { sampleIds, classIndex, confidence, relabel }: Extract<Action, { kind: 'label' }>,
  { board, config }: SessionState,
): PayloadOf<'samples_labelled'> | null {
  const free = sampleIds.filter((id) => {
    const placement = board.get(id);
    if (!placement || !isLabel(placement)) return true;
    return relabel && !(placement.class_index === classIndex && confidence === null);
  });
  if (free.length === 0) return null;
  return {
    kind: 'samples_labelled',
    sample_ids: free,
    class_index: classIndex,
    confidence: confidence ?? config.default_confidence,
    source: confidence === null ? 'default' : 'stated',
  };
}

/** What a newer model has moved since it was seen is left out. */
function confirmed(
  { sampleIds, classIndices }: Extract<Action, { kind: 'confirm' }>,
  state: SessionState,
): PayloadOf<'labels_confirmed'> | null {
  if (!sampleIds.every((id) => isPlaced(state, id))) return null;
  const accepted = sampleIds.filter(
    (id, index) =>
      (classIndices?.[index] ?? null) === null || state.board.get(id)?.class_index === classIndices?.[index],
  );
  return accepted.length > 0 ? { kind: 'labels_confirmed', sample_ids: [...new Set(accepted)] } : null;
}

const isPlaced = ({ board }: SessionState, sampleId: number): boolean =>
  (board.get(sampleId)?.class_index ?? null) !== null;

/** Who gives another name may have done things before. */
const actorIn = ({ name }: Pending): string => (name === undefined ? self.actor : actorOf(name));

function event(intent: Pending, payload: Payload, state: SessionState): SessionEvent {
  return {
    session_id: state.session_id,
    seq: state.seq + 1,
    at: new Date(intent.at).toISOString(),
    actor: actorIn(intent),
    version: 3,
    client_key: intent.key,
    payload,
  };
}

/** Samples that an unsettled intent is about; they are drawn as pending. */
export function pendingSamples(pending: readonly Pending[]): ReadonlySet<number> {
  return new Set(pending.flatMap(({ action }) => samplesOf(action)));
}

function samplesOf(action: Pending['action']): number[] {
  switch (action.kind) {
    case 'place':
    case 'return':
      return [action.sampleId];
    case 'confirm':
    case 'label':
    case 'pick':
      return action.sampleIds;
    default:
      return [];
  }
}
