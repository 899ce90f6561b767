// Finds what the tray is asked to show.

import { answered, api, ServerError } from '../api/client';
import { latest } from '../session/latest';
import type { FoundSamples, Model, TrayAnswer } from '../session/tray';
import type { TrayRequest } from '../views/contract';
import { count } from '../views/shared/numbers';

const MORE = 24;
const BETWEEN = 10;
const NOTHING: TrayAnswer = { found: null, failure: null };
const NO_MODEL = 'There is no model yet: train first.';

export class TrayLoader {
  answer = $state.raw<TrayAnswer>(NOTHING);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** `answer` is of this request, once the server has given it; null: nothing is asked. `predictor`: the newest model
   * of the scheme that predicts, which is asked where no other is named. */
  async show(request: TrayRequest | null, predictor: Model | null): Promise<void> {
    this.answer = NOTHING;
    try {
      const found = await this.#newest(async (signal) => request && this.#find(request, predictor, signal));
      if (found?.value) this.answer = { found: found.value, failure: null };
      else if (found && request) this.answer = { found: null, failure: NO_MODEL };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.answer = { found: null, failure: `${error.failure.detail}: ${error.failure.hint}` };
    }
  }

  async #find(
    request: TrayRequest,
    predictor: Model | null,
    signal: AbortSignal,
  ): Promise<FoundSamples | null> {
    const path = { session_id: this.sessionId };
    switch (request.of) {
      case 'samples':
        return { sampleIds: request.sampleIds, how: '', note: null };
      case 'like': {
        const params = { path: { ...path, sample_id: request.sampleId }, query: { count: MORE } };
        return inPool(
          await answered(api.GET('/api/sessions/{session_id}/pool/like/{sample_id}', { params, signal })),
        );
      }
      case 'between': {
        const { first, second } = request;
        const params = { path, query: { first, second, count: BETWEEN } };
        return inPool(await answered(api.GET('/api/sessions/{session_id}/pool/between', { params, signal })));
      }
      case 'browse':
        return this.#browse(request, signal);
      case 'search':
        return this.#search(request, signal);
      case 'cell':
      case 'class':
        return this.#validation(request.model ?? predictor, null, signal);
      case 'turned':
        return this.#validation(request.model, request.before, signal);
    }
  }

  /** The board itself is known; which labels the newest model contradicts is asked for. */
  async #browse(
    { contradicted }: Extract<TrayRequest, { of: 'browse' }>,
    signal: AbortSignal,
  ): Promise<FoundSamples> {
    if (!contradicted) return { sampleIds: [], how: '', note: null };
    const params = { path: { session_id: this.sessionId } };
    return inPool(
      await answered(api.GET('/api/sessions/{session_id}/pool/contradicted', { params, signal })),
    );
  }

  async #search(
    { wanted, expression }: Extract<TrayRequest, { of: 'search' }>,
    signal: AbortSignal,
  ): Promise<FoundSamples> {
    if (wanted.trim() === '') return { sampleIds: [], how: '', note: null };
    const params = { path: { session_id: this.sessionId }, query: { wanted, expression } };
    const found = await answered(api.GET('/api/sessions/{session_id}/pool/search', { params, signal }));
    const { sample_ids: sampleIds, total } = found;
    const note = total > sampleIds.length ? `the first of ${count(total)}` : null;
    return { sampleIds, how: '', note };
  }

  /** `before`: the round to compare with; null: none. */
  async #validation(
    model: Model | null,
    before: number | null,
    signal: AbortSignal,
  ): Promise<FoundSamples | null> {
    if (!model) return null;
    const ask = ({ round: round_number, scheme }: Model) => {
      const params = { path: { session_id: this.sessionId, round_number, scheme } };
      const route = '/api/sessions/{session_id}/rounds/{round_number}/validation/{scheme}';
      return answered(api.GET(route, { params, signal }));
    };
    const [answers, earlier] = await Promise.all([
      ask(model),
      before === null ? null : ask({ ...model, round: before }),
    ]);
    return { answers, model, earlier };
  }
}

const inPool = ({ sample_ids, ...rest }: { sample_ids: number[]; how: string; note: string | null }) => ({
  ...rest,
  sampleIds: sample_ids,
});
