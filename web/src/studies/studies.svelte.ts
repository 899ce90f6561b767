// The studies of the server: which there are, the one that is shown, and how far it is.

import { answered, api, ServerError, type Failure, type Schema } from '../api/client';
import { latest } from '../session/latest';

export type Study = Schema['Study'];
export type Preset = Schema['StudyPreset'];
import type { Summary } from '../results/types';
export type { Summary };
export type NewStudy = { preset: string } | { yaml: string };

const RETRY = 2000;

export class Studies {
  studies = $state.raw<readonly Study[]>([]);
  presets = $state.raw<readonly Preset[]>([]);
  chosen = $state<string | null>(null);
  summary = $state.raw<Summary | null>(null);
  /** when the newest progress came, in milliseconds since the epoch */
  heardAt = $state(Date.now());
  failure = $state.raw<Failure | null>(null);
  readonly study = $derived(this.studies.find(({ study }) => study === this.chosen) ?? null);
  #source: EventSource | null = null;
  #newest = latest();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Rejects with a ServerError when they cannot be read. */
  async load(): Promise<void> {
    const { studies, presets } = await answered(api.GET('/api/studies'));
    this.studies = studies;
    this.presets = presets;
  }

  /** Shows a study, and follows it while it runs. */
  async choose(study: string | null): Promise<void> {
    this.#unfollow();
    this.chosen = study;
    this.summary = null;
    this.failure = null;
    if (study === null) return;
    if (this.study?.progress) this.#follow(study);
    await this.#summarise(study);
  }

  /** Starts a study and shows it. Resolves to why it was refused, or null. */
  async start(wanted: NewStudy, seeds: number | null): Promise<Failure | null> {
    const body = seeds === null ? wanted : { ...wanted, seeds };
    return this.#ask(() => answered(api.POST('/api/studies', { body })));
  }

  /** Runs what is left of the study that is shown. */
  async resume({ study }: Study): Promise<void> {
    const params = { path: { study } };
    this.failure = await this.#ask(() => answered(api.POST('/api/studies/{study}/runs', { params })));
  }

  /** Stops the study that is shown. The stream may tell of its end before the request is answered. */
  async cancel({ study }: Study): Promise<void> {
    const params = { path: { study } };
    this.failure = await this.#ask(async () => {
      const answer = await answered(api.DELETE('/api/studies/{study}/runs/current', { params }));
      return this.studies.find((known) => known.study === study && !known.progress) ?? answer;
    });
  }

  close(): void {
    this.#unfollow();
  }

  async #ask(request: () => Promise<Study>): Promise<Failure | null> {
    try {
      const study = await request();
      this.#receive(study);
      if (study.progress) await this.choose(study.study);
      return null;
    } catch (error) {
      if (error instanceof ServerError) return error.failure;
      throw error;
    }
  }

  async #summarise(study: string): Promise<void> {
    const params = { path: { study } };
    try {
      const answer = await this.#newest((signal) =>
        answered(api.GET('/api/studies/{study}/summary', { params, signal })),
      );
      if (answer && this.chosen === study) this.summary = answer.value as Summary;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.failure = error.failure;
    }
  }

  #receive(study: Study): void {
    const before = this.studies.find((known) => known.study === study.study);
    const others = this.studies.filter((known) => known.study !== study.study);
    this.studies = [...others, study].sort((a, b) => a.study.localeCompare(b.study));
    this.heardAt = Date.now();
    const more = before && before.finished !== study.finished;
    if (this.chosen === study.study && (more || !study.progress)) void this.#summarise(study.study);
  }

  #follow(study: string): void {
    const source = new EventSource(`/api/studies/${encodeURIComponent(study)}/stream`);
    this.#source = source;
    source.addEventListener('progress', ({ data }) => {
      const known = JSON.parse(data as string) as Study;
      if (!known.progress) source.close();
      this.#receive(known);
    });
    source.onerror = () => {
      source.close();
      if (this.#source === source) this.#timer = setTimeout(() => this.#follow(study), RETRY);
    };
  }

  #unfollow(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }
}
