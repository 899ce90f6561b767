// Labels to look at again, as the server ranks them.

import { answered, api, ServerError, type Schema } from '../api/client';
import { finished } from '../api/job';
import { latest } from '../session/latest';
import type { ReviewSpec } from '../views/contract';

export class ReviewLoader {
  found = $state.raw<ReviewSpec['found']>(null);
  loading = $state.raw<ReviewSpec['loading']>(null);
  failure = $state<string | null>(null);
  #newest = latest();

  constructor(readonly sessionId: string) {}

  /** Of the labels as they stand now. */
  async load(): Promise<void> {
    this.failure = null;
    this.loading = { stage: 'looking', fraction: 0 };
    try {
      const answer = await this.#newest((signal) => this.#ask(signal));
      if (answer) this.found = shown(answer.value);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.failure = `${error.failure.detail} ${error.failure.hint}`;
    }
    this.loading = null;
  }

  async #ask(signal: AbortSignal): Promise<Schema['Review']> {
    const params = { path: { session_id: this.sessionId } };
    for (;;) {
      const answer = await answered(api.GET('/api/sessions/{session_id}/review', { params, signal }));
      if (!('job' in answer)) return answer;
      await finished(answer.job, signal, (progress) => (this.loading = progress));
    }
  }
}

const shown = ({
  labels,
  contradicted,
  likely_wrong,
  left_out,
  to_look_at,
}: Schema['Review']): ReviewSpec['found'] => ({
  labels,
  contradicted,
  likelyWrong: likely_wrong,
  leftOut: left_out,
  items: to_look_at.map((item) => ({
    sampleId: item.sample_id,
    classIndex: item.class_index,
    confidence: item.confidence,
    other: item.other_class,
    probability: item.probability,
  })),
});
