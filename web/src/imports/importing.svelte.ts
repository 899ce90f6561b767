// One import: where from, what it holds, what is to become of it, and how far that is.

import { answered, api, ServerError, type Dataset, type Failure, type Schema } from '../api/client';
import { upload } from './upload';

export type Preview = Schema['ImportPreview'];
export type Mapping = Schema['ImportMapping'];
export type Source = { upload: string } | { path: string };
/** `fraction` in [0, 1]. */
type Step = { says: string; fraction: number };

const POLL = 250;

export class Importing {
  limits = $state.raw<Schema['ImportLimits'] | null>(null);
  source = $state.raw<Source | null>(null);
  preview = $state.raw<Preview | null>(null);
  busy = $state.raw<Step | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** the dataset that has been imported */
  imported = $state.raw<Dataset | null>(null);
  title = $state('');
  /** the imported dataset whose pool these samples join, by name; null: they are a dataset by themselves */
  addsTo = $state<string | null>(null);
  /** the datasets that have been imported, and may be changed */
  own = $state.raw<Dataset[]>([]);
  /** counts how often these have been read or changed */
  looks = $state(0);
  #gone = new AbortController();

  async loadLimits(): Promise<void> {
    const [limits, { datasets }] = await Promise.all([
      answered(api.GET('/api/imports')),
      answered(api.GET('/api/datasets')),
    ]);
    this.limits = limits;
    this.own = datasets.filter(({ imported }) => imported);
    this.looks += 1;
  }

  /** The largest part of a file that is sent at once. */
  get partBytes(): number {
    return Math.min(this.limits?.part_bytes ?? PART, PART);
  }

  /** A dataset that is new, or not what it was. */
  changed(dataset: Dataset): void {
    this.own = [...this.own.filter(({ name }) => name !== dataset.name), dataset];
    this.looks += 1;
  }

  async takeFile(file: File): Promise<void> {
    this.#restart(file.name);
    await this.#attempt(async () => {
      if (!this.limits) await this.loadLimits();
      const says = `Uploading ${file.name}`;
      this.busy = { says, fraction: 0 };
      const sent = (bytes: number) => (this.busy = { says, fraction: bytes / file.size });
      this.source = { upload: await upload(file, this.partBytes, sent, this.#gone.signal) };
      await this.#look(null);
    });
  }

  async takePath(path: string): Promise<void> {
    this.#restart(path.replace(/\/+$/, '').split('/').pop() ?? path);
    this.source = { path };
    await this.#attempt(() => this.#look(null));
  }

  /** Looks again at the source under another mapping. */
  async map(mapping: Mapping): Promise<void> {
    await this.#attempt(() => this.#look(mapping));
  }

  /** Have what was found be a dataset by itself, or join the pool of one. */
  async addTo(dataset: string | null): Promise<void> {
    this.addsTo = dataset;
    const grows = this.own.find(({ name }) => name === dataset);
    if (grows) this.title = next(grows.title, this.own);
    await this.#attempt(() => this.#look(null));
  }

  async start(): Promise<void> {
    const { source, preview, title, addsTo: adds_to } = this;
    if (!source || !preview) return;
    await this.#attempt(async () => {
      const body = { ...source, title, mapping: preview.mapping, adds_to };
      const { dataset, job } = await answered(api.POST('/api/imports', { body }));
      await this.#follow(job);
      this.imported = await answered(api.GET('/api/datasets/{dataset}', { params: { path: { dataset } } }));
      this.changed(this.imported);
    });
  }

  close(): void {
    this.#gone.abort();
  }

  async #look(mapping: Mapping | null): Promise<void> {
    if (!this.source) return;
    this.busy = { says: 'Looking at what it holds', fraction: 1 };
    const body = { ...this.source, adds_to: this.addsTo, ...(mapping && { mapping }) };
    this.preview = await answered(api.POST('/api/imports/preview', { body }));
  }

  async #follow(job: Schema['Job']): Promise<void> {
    while (job.state === 'queued' || job.state === 'running') {
      this.busy = { says: `Importing: ${job.stage}`, fraction: job.fraction };
      await new Promise((resolve) => setTimeout(resolve, POLL));
      job = await answered(api.GET('/api/jobs/{job_id}', { params: { path: { job_id: job.id } } }));
    }
    if (job.state !== 'finished') throw new ServerError(422, job.error ?? CANCELLED);
  }

  #restart(name: string): void {
    this.source = null;
    this.preview = null;
    this.imported = null;
    this.addsTo = null;
    this.title = name.replace(/\.(csv|tsv|txt|json|jsonl|ndjson|parquet|zip|gz)$/i, '').slice(0, 100);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.failure = null;
    try {
      await work();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      if (!(error instanceof ServerError)) throw error;
      this.failure = error.failure;
    } finally {
      this.busy = null;
    }
  }
}

/** A title that is free yet: with the next number behind it. */
function next(title: string, datasets: readonly Dataset[]): string {
  const [, stem = title, number = '1'] = /^(.*?)(?: (\d+))?$/.exec(title) ?? [];
  for (let n = Number(number) + 1; ; n += 1) {
    const one = `${stem.slice(0, 90)} ${n}`;
    if (!datasets.some((dataset) => dataset.title === one)) return one;
  }
}

const PART = 500_000;
const CANCELLED: Failure = {
  error: 'Cancelled',
  detail: 'The import was cancelled.',
  hint: 'Start it again.',
};
