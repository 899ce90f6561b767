// What the newest model that predicts says of the whole pool, once somebody looks.

import { ServerError } from '../api/client';
import { poolPredictions } from '../api/predictions';
import { latest } from '../session/latest';
import type { Model } from '../session/tray';
import type { SessionState } from '../session/types';
import type { PoolSpec } from '../views/contract';

/** What stands for the scheme where several predict together. */
const MIXTURE = 'mixture';

/** The newest model of the scheme that predicts, or the newest models of a mixture; null: there is none. */
export function predictor({ rounds, config }: Pick<SessionState, 'rounds' | 'config'>): Model | null {
  const mixing = Object.keys(config.mixture ?? {}).filter((name) => (config.mixture?.[name] ?? 0) > 0);
  const schemes = mixing.length > 0 ? mixing : [config.predict_with];
  const found = rounds.findLast(({ results }) => schemes.every((name) => results[name]));
  return found ? { round: found.round, scheme: mixing.length > 0 ? MIXTURE : config.predict_with } : null;
}

export class PredictionLoader {
  known = $state.raw<PoolSpec['predictions']>(null);
  #newest = latest();
  #mixture = '';

  constructor(readonly sessionId: string) {}

  /** Asks for those of the newest model of this scheme; `known` is null where there is none. */
  async show({ rounds, config }: Pick<SessionState, 'rounds' | 'config'>): Promise<void> {
    const { round, scheme } = predictor({ rounds, config }) ?? { round: null, scheme: config.predict_with };
    const mixture = JSON.stringify(config.mixture ?? {});
    if (this.known?.round === round && this.known?.scheme === scheme && this.#mixture === mixture) return;
    [this.known, this.#mixture] = [null, mixture];
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
