// What schemes say of the whole pool, once somebody looks.

import { ServerError, type Schema } from '../api/client';
import { saidOfPool } from '../api/predictions';
import { latest } from '../session/latest';
import type { Model } from '../session/tray';
import type { SessionState } from '../session/types';
import type { PoolSpec, Said, Sayings } from '../views/contract';
import { chosenBy } from '../views/pool/choices';

/** What stands for the scheme where several predict together. */
const MIXTURE = 'mixture';

type Trained = Pick<SessionState, 'rounds' | 'config'>;
type Wanted = { what: 'predictions' | 'inferred'; round: number; scheme: string; mixture: string };

/** The newest model of the scheme that predicts, or the newest models of a mixture; null: there is none. */
export function predictor({ rounds, config }: Trained): Model | null {
  const mixing = Object.keys(config.mixture ?? {}).filter((name) => (config.mixture?.[name] ?? 0) > 0);
  const schemes = mixing.length > 0 ? mixing : [config.predict_with];
  const found = rounds.findLast(({ results }) => schemes.every((name) => results[name]));
  return found ? { round: found.round, scheme: mixing.length > 0 ? MIXTURE : config.predict_with } : null;
}

/** The schemes of the last round, by what they say of the pool. */
export function saying(session: Trained, { training_schemes }: Schema['Catalogue']): PoolSpec['schemes'] {
  const trained = session.rounds.at(-1)?.results ?? {};
  const predicting = predictor(session)?.scheme ?? null;
  const names = training_schemes.filter(({ name }) => trained[name]);
  return {
    predicting,
    inferring: names.filter(({ infers }) => infers).map(({ name }) => name),
    others: predicting === null ? [] : names.map(({ name }) => name).filter((name) => name !== predicting),
  };
}

/** What one scheme says, of which the newest that was asked for is known. */
class SaidLoader {
  known = $state.raw<Said | null>(null);
  failure = $state<string | null>(null);
  #newest = latest();
  #wanted = '';

  constructor(readonly sessionId: string) {}

  /** `known` is null where nothing is asked for. */
  async show(wanted: Wanted | null): Promise<void> {
    if (this.#wanted === JSON.stringify(wanted)) return;
    [this.#wanted, this.known, this.failure] = [JSON.stringify(wanted), null, null];
    try {
      const answer = await this.#newest(async (signal) => wanted && this.#asked(wanted, signal));
      if (answer) this.known = answer.value;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.failure = `${error.failure.detail}: ${error.failure.hint}`;
    }
  }

  async #asked({ what, round, scheme }: Wanted, signal: AbortSignal): Promise<Said> {
    return { ...(await saidOfPool(this.sessionId, what, round, scheme, signal)), round, scheme };
  }
}

export const NOTHING_SAID = { predictions: null, first: null, second: null, unknown: null };

/** What the colours of the map are of: the scheme that predicts, and the one or two that they name beside it. */
export class PoolSayings {
  readonly #predicted: SaidLoader;
  readonly #first: SaidLoader;
  readonly #second: SaidLoader;

  constructor(sessionId: string) {
    this.#predicted = new SaidLoader(sessionId);
    this.#first = new SaidLoader(sessionId);
    this.#second = new SaidLoader(sessionId);
  }

  get shown(): Sayings {
    return {
      predictions: this.#predicted.known,
      first: this.#first.known,
      second: this.#second.known,
      unknown: this.#predicted.failure ?? this.#first.failure ?? this.#second.failure,
    };
  }

  /** `by`: the name of what colours the points. */
  show(session: Trained, by: string): void {
    const model = predictor(session);
    const mixture = JSON.stringify(session.config.mixture ?? {});
    void this.#predicted.show(model && { what: 'predictions', ...model, mixture });
    const colouring = chosenBy(by);
    const { round, results = {} } = session.rounds.at(-1) ?? {};
    const scheme = 'scheme' in colouring ? colouring.scheme : undefined;
    const first = colouring.by === 'disagreement' ? colouring.first : undefined;
    /** Another session may have trained others. */
    const of = (what: Wanted['what'], named: string | undefined): Wanted | null =>
      round !== undefined && named !== undefined && results[named]
        ? { what, round, scheme: named, mixture: '' }
        : null;
    void this.#first.show(of('predictions', first));
    void this.#second.show(of(colouring.by === 'disagreement' ? 'predictions' : 'inferred', scheme));
  }
}
