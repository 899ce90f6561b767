// What the models of one round say of the validation split, to be mixed.

import { answered, api, ServerError } from '../api/client';
import { validationProbabilities } from '../api/predictions';
import { latest } from '../session/latest';
import type { Mixable } from '../session/mixing';

export class MixingLoader {
  known = $state.raw<Mixable | null>(null);
  failure = $state<string | null>(null);
  #newest = latest();
  #asked = '';

  constructor(readonly sessionId: string) {}

  /** Asks once for the models of a finished round. */
  async show(round: number, schemes: readonly string[]): Promise<void> {
    const asked = `${round} ${schemes.join()}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    [this.known, this.failure] = [null, null];
    try {
      const found = await this.#newest((signal) => this.#load(round, schemes, signal));
      if (found) this.known = found.value;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.#asked = '';
      this.failure = `${error.failure.detail}: ${error.failure.hint}`;
    }
  }

  async #load(round: number, schemes: readonly string[], signal: AbortSignal): Promise<Mixable> {
    const params = { path: { session_id: this.sessionId, round_number: round, scheme: schemes[0] ?? '' } };
    const route = '/api/sessions/{session_id}/rounds/{round_number}/validation/{scheme}';
    const [{ actual }, ...all] = await Promise.all([
      answered(api.GET(route, { params, signal })),
      ...schemes.map((scheme) => validationProbabilities(this.sessionId, round, scheme, signal)),
    ]);
    const said = Object.fromEntries(schemes.map((name, index) => [name, all[index] ?? new Float32Array()]));
    return { round, actual, said };
  }
}
