// Which models of the round that is shown can be downloaded: a study keeps those of its last rounds only.

import { answered, api, ServerError } from '../api/client';
import { latest } from '../session/latest';
import type { KeptModels } from '../views/contract';

export class ModelList {
  kept = $state.raw<KeptModels | null>(null);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** Asks for those of a finished round; `kept` is null until the server has answered, and where it does not. */
  async show(round: number | null): Promise<void> {
    this.kept = null;
    try {
      const answer = await this.#newest(async (signal) =>
        round === null ? null : this.#load(round, signal),
      );
      if (answer) this.kept = answer.value;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
    }
  }

  async #load(round: number, signal: AbortSignal): Promise<KeptModels> {
    const params = { path: { session_id: this.sessionId, round_number: round } };
    const { training_schemes } = await answered(
      api.GET('/api/sessions/{session_id}/rounds/{round_number}/models', { params, signal }),
    );
    const url = `/api/sessions/${this.sessionId}/rounds/${round}/models`;
    return { round, links: training_schemes.map((scheme) => ({ scheme, url: `${url}/${scheme}` })) };
  }
}
