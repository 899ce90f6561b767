// How often models were right, as the server counts it.

import { answered, api, ServerError } from '../api/client';
import { latest } from '../session/latest';
import type { ScoresSpec } from '../views/contract';

const NOTHING: ScoresSpec = {
  byStrategy: [],
  byLength: [],
  evaluatedOn: null,
  loading: false,
  failure: null,
};

export class ScoreLoader {
  spec = $state.raw<ScoresSpec>(NOTHING);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** Of the session as it stands; what was known before stays until the answer comes. */
  async load(): Promise<void> {
    this.spec = { ...this.spec, loading: true };
    const params = { path: { session_id: this.sessionId } };
    try {
      const found = await this.#newest((signal) =>
        answered(api.GET('/api/sessions/{session_id}/pool/scores', { params, signal })),
      );
      if (!found) return;
      const { by_strategy: byStrategy, by_length: byLength, evaluated_on: evaluatedOn } = found.value;
      this.spec = { ...NOTHING, byStrategy, byLength, evaluatedOn };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.spec = { ...NOTHING, failure: `${error.failure.detail}: ${error.failure.hint}` };
    }
  }
}
