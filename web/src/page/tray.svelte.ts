// Finds what the tray is asked to show.

import { answered, api, ServerError } from '../api/client';
import { latest } from '../session/latest';
import type { FoundSamples, TrayAnswer } from '../session/tray';
import type { TrayRequest } from '../views/contract';

const MORE = 24;
const BETWEEN = 10;
const NOTHING: TrayAnswer = { found: null, failure: null };

export class TrayLoader {
  answer = $state.raw<TrayAnswer>(NOTHING);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** `answer` is of this request, once the server has given it; null: nothing is asked. */
  async show(request: TrayRequest | null): Promise<void> {
    this.answer = NOTHING;
    try {
      const found = await this.#newest(async (signal) => request && this.#find(request, signal));
      if (found?.value) this.answer = { found: found.value, failure: null };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.answer = { found: null, failure: `${error.failure.detail}. ${error.failure.hint}` };
    }
  }

  async #find(request: TrayRequest, signal: AbortSignal): Promise<FoundSamples> {
    const path = { session_id: this.sessionId };
    switch (request.of) {
      case 'samples':
        return { sampleIds: request.sampleIds, how: '', note: null };
      case 'like': {
        const params = { path: { ...path, sample_id: request.sampleId }, query: { count: MORE } };
        return named(
          await answered(api.GET('/api/sessions/{session_id}/pool/like/{sample_id}', { params, signal })),
        );
      }
      case 'between': {
        const { first, second } = request;
        const params = { path, query: { first, second, count: BETWEEN } };
        return named(await answered(api.GET('/api/sessions/{session_id}/pool/between', { params, signal })));
      }
    }
  }
}

const named = ({ sample_ids, ...rest }: { sample_ids: number[]; how: string; note: string | null }) => ({
  ...rest,
  sampleIds: sample_ids,
});
