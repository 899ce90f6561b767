// Sends one intent as the write it stands for.

import { guidelineBody } from '../session/guideline';
import type { Intent, Outcome } from '../session/intents';
import { nameHeader } from '../session/naming';
import { answered, api, ServerError } from './client';

/** Answers that say nothing about the write itself, only that it should come again. */
const LATER = new Set([0, 401, 408, 429, 502, 503, 504, 507]);

/** Never throws for what the server answers: the outcome says it. `unauthorised` is told of a 401. */
export async function send(sessionId: string, intent: Intent, unauthorised: () => void): Promise<Outcome> {
  try {
    return { kind: 'done', seq: (await write(sessionId, intent)).seq };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.status === 401) unauthorised();
    if (LATER.has(error.status)) return { kind: 'lost' };
    return { kind: error.status >= 500 ? 'broken' : 'refused', failure: error.failure };
  }
}

function write(session_id: string, { key, at, t, name, action }: Intent): Promise<{ seq: number }> {
  const headers = {
    'Idempotency-Key': key,
    'Client-At': new Date(at).toISOString(),
    ...(t !== undefined && { 'Client-T': t }),
    ...nameHeader(name),
  };
  const path = { session_id };
  const params = { path };
  switch (action.kind) {
    case 'place': {
      const { sampleId: sample_id, classIndex: class_index, confidence } = action;
      const label = { path: { session_id, sample_id } };
      const body = { class_index, ...(confidence !== null && { confidence }) };
      return answered(
        api.PUT('/api/sessions/{session_id}/labels/{sample_id}', { params: label, body, headers }),
      );
    }
    case 'label': {
      const { sampleIds: sample_ids, classIndex: class_index, confidence, relabel } = action;
      const stated = confidence !== null && { confidence };
      const body = { sample_ids, class_index, ...stated, relabel: relabel ?? false };
      return answered(api.POST('/api/sessions/{session_id}/labels', { params, body, headers }));
    }
    case 'return': {
      const label = { path: { session_id, sample_id: action.sampleId } };
      return answered(
        api.DELETE('/api/sessions/{session_id}/labels/{sample_id}', { params: label, headers }),
      );
    }
    case 'confirm': {
      const { sampleIds: sample_ids, classIndices: class_indices } = action;
      const body = { sample_ids, ...(class_indices && { class_indices }) };
      return answered(api.POST('/api/sessions/{session_id}/confirmations', { params, body, headers }));
    }
    case 'undo':
      return answered(api.POST('/api/sessions/{session_id}/undo', { params, body: action.step, headers }));
    case 'redo':
      return answered(api.POST('/api/sessions/{session_id}/redo', { params, body: action.step, headers }));
    case 'configure':
      return answered(
        api.PATCH('/api/sessions/{session_id}/config', { params, body: action.patch, headers }),
      );
    case 'publish_guideline': {
      const body = guidelineBody(action.guideline);
      return answered(api.PUT('/api/sessions/{session_id}/guideline', { params, body, headers }));
    }
    case 'query': {
      const body = { by: 'machine' as const, scheme: action.scheme, count: action.count };
      return answered(api.POST('/api/sessions/{session_id}/selections', { params, body, headers }));
    }
    case 'search': {
      const { wanted, expression, count } = action;
      const body = { by: 'search' as const, wanted, expression, count };
      return answered(api.POST('/api/sessions/{session_id}/selections', { params, body, headers }));
    }
    case 'pick': {
      const body = { by: 'user' as const, sample_ids: action.sampleIds };
      return answered(api.POST('/api/sessions/{session_id}/selections', { params, body, headers }));
    }
    case 'draw': {
      const body = { by: 'lot' as const, held_out_for: action.heldOutFor, count: action.count };
      return answered(api.POST('/api/sessions/{session_id}/selections', { params, body, headers }));
    }
    case 'train':
      return answered(api.POST('/api/sessions/{session_id}/rounds', { params, headers }));
    case 'cancel':
      return answered(api.DELETE('/api/sessions/{session_id}/rounds/current', { params, headers }));
  }
}
