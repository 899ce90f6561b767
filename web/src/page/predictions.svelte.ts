// What the newest model that predicts says of the whole pool, once somebody looks.

import { ServerError } from '../api/client';
import { poolPredictions } from '../api/predictions';
import { latest } from '../session/latest';
import type { SessionState } from '../session/types';
import type { PoolSpec } from '../views/contract';

export class PredictionLoader {
  known = $state.raw<PoolSpec['predictions']>(null);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** Asks for those of the newest model of this scheme; `known` is null where there is none. */
  async show({ rounds, config }: Pick<SessionState, 'rounds' | 'config'>): Promise<void> {
    const scheme = config.predict_with;
    const round = rounds.findLast(({ results }) => results[scheme])?.round ?? null;
    if (this.known?.round === round && this.known?.scheme === scheme) return;
    this.known = null;
    try {
      const answer = await this.#newest(async (signal) =>
        round === null ? null : poolPredictions(this.sessionId, round, scheme, signal),
      );
      if (answer?.value && round !== null) this.known = { ...answer.value, round, scheme };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
    }
  }
}
