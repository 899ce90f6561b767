// Asks what the answer of the newest model rests on.

import { answered, api, ServerError } from '../api/client';
import { latest } from '../session/latest';
import type { WhySpec } from '../views/contract';

export class WhyLoader {
  known = $state.raw<WhySpec | null>(null);
  #newest = latest();

  constructor(
    readonly sessionId: string,
    readonly texts: boolean,
  ) {}

  /** `known` is of this sample, once the server has answered; null: nothing is asked. */
  async show(sampleId: number | null): Promise<void> {
    this.known = null;
    try {
      const found = await this.#newest(async (signal) =>
        sampleId === null ? null : this.#ask(sampleId, signal),
      );
      if (found?.value) this.known = found.value;
    } catch (error) {
      if (!(error instanceof ServerError) || sampleId === null) throw error;
      this.known = { sampleId, failure: error.failure.detail, answer: null, words: null };
    }
  }

  async #ask(sample_id: number, signal: AbortSignal): Promise<WhySpec> {
    const params = { path: { session_id: this.sessionId, sample_id } };
    if (this.texts) {
      const { runner_up: runnerUp, ...words } = await answered(
        api.GET('/api/sessions/{session_id}/pool/words/{sample_id}', { params, signal }),
      );
      return { sampleId: sample_id, failure: null, answer: null, words: { ...words, runnerUp } };
    }
    const { runner_up: runnerUp, ...answer } = await answered(
      api.GET('/api/sessions/{session_id}/pool/why/{sample_id}', { params, signal }),
    );
    return { sampleId: sample_id, failure: null, answer: { ...answer, runnerUp }, words: null };
  }
}
