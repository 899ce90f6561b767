// What the newest models take a drawn picture for.

import { answered, api, ServerError } from '../api/client';
import { latest } from '../session/latest';
import type { TryingSpec } from '../views/contract';

export class OpinionLoader {
  opinions = $state.raw<TryingSpec['opinions']>(null);
  failure = $state<string | null>(null);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** `pixels` null: nothing is drawn any more. */
  async ask(pixels: Uint8Array | null): Promise<void> {
    this.failure = null;
    try {
      const found = await this.#newest((signal) =>
        pixels ? this.#ask([...pixels], signal) : Promise.resolve(null),
      );
      if (found) this.opinions = found.value;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      [this.opinions, this.failure] = [null, `${error.failure.detail}: ${error.failure.hint}`];
    }
  }

  async #ask(pixels: number[], signal: AbortSignal): Promise<TryingSpec['opinions']> {
    const params = { path: { session_id: this.sessionId } };
    const path = '/api/sessions/{session_id}/opinions';
    const { opinions } = await answered(api.POST(path, { params, body: { pixels }, signal }));
    return opinions.map(({ round, training_scheme: scheme, probabilities }) => ({
      ...{ round, scheme, probabilities },
    }));
  }
}
