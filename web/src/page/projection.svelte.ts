// The coordinates that the pool shows: of the newest projection asked for, each loaded once.

import { ServerError } from '../api/client';
import { projection } from '../api/projection';
import { latest } from '../session/latest';
import { ownEmbedding } from '../session/own';
import type { SessionConfig } from '../views/contract';
import { fitted } from '../views/pool/coordinates';

export class ProjectionLoader {
  coordinates = $state.raw<Float32Array | null>(null);
  loading = $state.raw<{ stage: string; fraction: number } | null>(null);
  failure = $state<string | null>(null);
  #of: string;
  #newest = latest();
  #known: Record<string, Float32Array> = {};

  /** `of`: the address that has projections, of a dataset or of a session. */
  constructor(of: string) {
    this.#of = of;
  }

  get shown() {
    return { coordinates: this.coordinates, loading: this.loading, failure: this.failure };
  }

  /** The map that a configuration asks for. */
  async show({ projection: method, options: chosen, map_space }: SessionConfig): Promise<void> {
    const options = JSON.stringify(chosen[`projections.${method}`] ?? {});
    const own = ownEmbedding(map_space);
    const key = `${method} ${options} ${own}`;
    this.failure = null;
    this.loading = null;
    this.coordinates = this.#known[key] ?? null;
    try {
      const answer = await this.#newest(
        async (signal) => this.#known[key] ?? this.#load(method, options, own, signal),
      );
      if (answer) this.#set(key, answer.value);
    } catch (error) {
      this.loading = null;
      this.failure =
        error instanceof ServerError ? `${error.failure.detail} ${error.failure.hint}` : String(error);
    }
  }

  async #load(
    method: string,
    options: string,
    own: string | null,
    signal: AbortSignal,
  ): Promise<Float32Array> {
    const progress = ({ stage, fraction }: { stage: string; fraction: number }) => {
      if (!signal.aborted) this.loading = { stage, fraction };
    };
    return fitted(await projection(this.#of, method, options, own, signal, progress));
  }

  #set(key: string, coordinates: Float32Array): void {
    this.#known[key] = coordinates;
    this.coordinates = coordinates;
    this.loading = null;
  }
}
