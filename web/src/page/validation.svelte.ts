// What models say of the validation split, each asked once.

import { SvelteMap } from 'svelte/reactivity';
import { answered, api, ServerError } from '../api/client';
import type { Model } from '../session/tray';
import type { ValidationAnswers } from '../session/validation';

/** What the server answered of one model, or why it does not. */
export type OfValidation = { answers: ValidationAnswers } | { failure: string };

const ROUTE = '/api/sessions/{session_id}/rounds/{round_number}/validation/{scheme}';
const keyOf = ({ round, scheme }: Model): string => `${round} ${scheme}`;

export class ValidationLoader {
  #known = new SvelteMap<string, OfValidation>();
  #asked: string[] = [];

  constructor(readonly sessionId: string) {}

  /** Null until the server has answered. */
  of(model: Model): OfValidation | null {
    return this.#known.get(keyOf(model)) ?? null;
  }

  /** Asks for those that nobody has asked for yet; for one that failed, again. */
  expect(models: readonly Model[]): void {
    for (const model of models) {
      const key = keyOf(model);
      if (this.#asked.includes(key)) continue;
      this.#asked.push(key);
      void this.#ask(model).then((found) => {
        if ('failure' in found) this.#asked = this.#asked.filter((one) => one !== key);
        this.#known.set(key, found);
      });
    }
  }

  async #ask({ round: round_number, scheme }: Model): Promise<OfValidation> {
    const params = { path: { session_id: this.sessionId, round_number, scheme } };
    try {
      return { answers: await answered(api.GET(ROUTE, { params })) };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return { failure: `${error.failure.detail}: ${error.failure.hint}` };
    }
  }
}
