// Whether the space that distances are measured in is ready.

import { ServerError } from '../api/client';
import { space } from '../api/space';
import { latest } from '../session/latest';

export class SpaceLoader {
  loading = $state.raw<{ stage: string; fraction: number } | null>(null);
  failure = $state<string | null>(null);
  #of: string;
  #newest = latest();

  constructor(of: string) {
    this.#of = of;
  }

  /** Have it computed where it is not, and follow that. */
  async expect(name: string): Promise<void> {
    this.failure = null;
    this.loading = null;
    try {
      const answer = await this.#newest((signal) =>
        space(this.#of, name, signal, ({ stage, fraction }) => {
          if (!signal.aborted) this.loading = { stage, fraction };
        }),
      );
      if (answer) this.loading = null;
    } catch (error) {
      this.loading = null;
      this.failure =
        error instanceof ServerError ? `${error.failure.detail} ${error.failure.hint}` : String(error);
    }
  }
}
