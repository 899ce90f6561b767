// What people said of the samples that somebody adjudicates, of nobody named, and the reasons for what was decided.

import { answered, api, ServerError, type Failure, type Schema } from '../api/client';
import { latest } from '../session/latest';
import type { DisputedSpec } from '../views/contract';
import type { Start } from './boot';

export class Adjudication {
  disputed = $state.raw<ReadonlyMap<number, DisputedSpec>>(byId([]));
  #newest = latest();

  constructor(
    readonly projectId: string,
    readonly refused: (failure: Failure) => void,
  ) {}

  /** Loads again whenever the session has gone on. */
  follow(seq: () => number): void {
    $effect(() => void (seq() > 0 && this.load()));
  }

  async load(): Promise<void> {
    const params = { path: { project_id: this.projectId } };
    await this.#tried(async () => {
      const path = '/api/projects/{project_id}/adjudication/candidates';
      const found = await this.#newest((signal) => answered(api.GET(path, { params, signal })));
      if (found) this.disputed = byId(found.value.disputed);
    });
  }

  async giveReason(sample_id: number, reason: string): Promise<void> {
    const params = { path: { project_id: this.projectId, sample_id } };
    const path = '/api/projects/{project_id}/adjudication/reasons/{sample_id}';
    await this.#tried(async () => {
      await answered(api.PUT(path, { params, body: { reason } }));
      await this.load();
    });
  }

  async #tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.refused(error.failure);
    }
  }
}

type Disputed = Schema['Disputed'];

/** A new one each time, which nobody changes. */
const byId = (disputed: readonly Disputed[]): ReadonlyMap<number, DisputedSpec> =>
  new Map(disputed.map((one) => [one.sample_id, specOf(one)]));

const specOf = ({ candidates, decision }: Disputed): DisputedSpec => ({
  candidates: candidates.map(({ class_index: classIndex, confidence }) => ({ classIndex, confidence })),
  reason: decision ? (decision.reason ?? '') : null,
});

type Store = { truth: { seq: number } | null; notify: (failure: Failure) => void };

/** Of a session that is for that alone, and the caller's own; null of all others. */
export function adjudicationOf({ project, own }: Start['session'], store: Store): Adjudication | null {
  if (!project?.adjudicates || !own) return null;
  const found = new Adjudication(project.id, (failure) => store.notify(failure));
  found.follow(() => store.truth?.seq ?? 0);
  return found;
}
