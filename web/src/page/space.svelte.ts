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

  /** Have it computed where it is not, with what a selection scheme needs of it, and follow that. Whether it is ready,
   * and nothing else is expected by now. */
  async expect(name: string, selection: string): Promise<boolean> {
    this.failure = null;
    this.loading = null;
    try {
      const answer = await this.#newest((signal) =>
        space(this.#of, name, selection, signal, ({ stage, fraction }) => {
          if (!signal.aborted) this.loading = { stage, fraction };
        }),
      );
      if (answer) this.loading = null;
      return answer !== null;
    } catch (error) {
      this.loading = null;
      this.failure =
        error instanceof ServerError ? `${error.failure.detail} ${error.failure.hint}` : String(error);
      return false;
    }
  }
}
