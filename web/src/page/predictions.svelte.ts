// What the newest model that predicts says of the whole pool, once somebody looks.

import { ServerError } from '../api/client';
import { poolPredictions } from '../api/predictions';
import { latest } from '../session/latest';
import type { Model } from '../session/tray';
import type { SessionState } from '../session/types';
import type { PoolSpec } from '../views/contract';

/** The newest model of the scheme that predicts; null: there is none. */
export function predictor({ rounds, config }: Pick<SessionState, 'rounds' | 'config'>): Model | null {
  const scheme = config.predict_with;
  const found = rounds.findLast(({ results }) => results[scheme]);
  return found ? { round: found.round, scheme } : null;
}

export class PredictionLoader {
  known = $state.raw<PoolSpec['predictions']>(null);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** Asks for those of the newest model of this scheme; `known` is null where there is none. */
  async show({ rounds, config }: Pick<SessionState, 'rounds' | 'config'>): Promise<void> {
    const { round, scheme } = predictor({ rounds, config }) ?? { round: null, scheme: config.predict_with };
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
