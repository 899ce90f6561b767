// What the page shows while the server has not answered: the intents folded on top of the truth, which stays
// as it is. An intent that no longer fits (another tab undid its sample) is left out; the server will refuse it.

import { apply } from './fold';
import type { Pending } from './intents';
import type { Payload, SessionEvent, SessionState } from './types';

export function overlay(truth: SessionState, pending: readonly Pending[]): SessionState {
  return pending.reduce(withIntent, truth);
}

function withIntent(state: SessionState, intent: Pending): SessionState {
  const payload = payloadOf(intent, state);
  return payload && fits(payload, state) ? apply(state, event(intent, payload, state)) : state;
}

function payloadOf({ action }: Pending, state: SessionState): Payload | null {
  switch (action.kind) {
    case 'place':
      return {
        kind: 'sample_placed',
        sample_id: action.sampleId,
        class_index: action.classIndex,
        confidence: action.confidence,
      };
    case 'return':
      return { kind: 'sample_returned', sample_id: action.sampleId };
    case 'confirm':
      return { kind: 'labels_confirmed', sample_ids: action.sampleIds };
    case 'undo':
      return { kind: 'undone', seq: state.undo_steps.at(-1)?.seq ?? 0 };
    case 'redo':
      return { kind: 'redone', seq: state.redo_steps.at(-1)?.seq ?? 0 };
    case 'configure':
      return { kind: 'config_changed', config: { ...state.config, ...action.patch } };
    default:
      return null;
  }
}

function fits(payload: Payload, state: SessionState): boolean {
  switch (payload.kind) {
    case 'sample_placed':
    case 'sample_returned':
      return state.board.has(payload.sample_id);
    case 'labels_confirmed':
      return payload.sample_ids.every((id) => (state.board.get(id)?.class_index ?? null) !== null);
    case 'undone':
      return state.undo_steps.length > 0;
    case 'redone':
      return state.redo_steps.length > 0;
    default:
      return true;
  }
}

function event(intent: Pending, payload: Payload, state: SessionState): SessionEvent {
  return {
    session_id: state.session_id,
    seq: state.seq + 1,
    at: new Date(intent.at).toISOString(),
    actor: 'person',
    version: 1,
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
    case 'pick':
      return action.sampleIds;
    default:
      return [];
  }
}
