// What whoever labels for a project is told of the samples that they practise on.

import { answered, api, ServerError, type Failure, type Schema } from '../api/client';
import { latest } from '../session/latest';
import type { Start } from './boot';

export type Feedback = Schema['Feedback'];

type Store = { truth: { seq: number } | null; notify: (failure: Failure) => void };

export class Practice {
  /** null: not known, or there is nothing to practise on */
  feedback = $state.raw<Feedback | null>(null);
  #newest = latest();

  constructor(
    readonly projectId: string,
    readonly store: Store,
  ) {
    $effect(() => void (store.truth && store.truth.seq > 0 && this.#load()));
  }

  async #load(): Promise<void> {
    if (this.feedback?.left === 0 && this.feedback.answers.length === 0) return;
    const params = { path: { project_id: this.projectId } };
    try {
      const found = await this.#newest((signal) =>
        answered(api.GET('/api/projects/{project_id}/feedback', { params, signal })),
      );
      if (found) this.feedback = found.value;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.store.notify(error.failure);
    }
  }
}

/** In the caller's own session of a project; null in all others. */
export const practiceOf = ({ project, own }: Start['session'], store: Store): Practice | null =>
  project && own && !project.adjudicates ? new Practice(project.id, store) : null;
