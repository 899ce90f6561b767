// A job of the server's: followed until it has ended.

import { answered, api, ServerError, type Schema } from './client';

export type Job = Schema['Job'];
export type Progress = (job: Pick<Job, 'stage' | 'fraction'>) => void;

const POLL = 600;

/** Throws a ServerError where the job came to nothing. */
export async function finished(job: Job, signal: AbortSignal, progress: Progress): Promise<void> {
  let current = job;
  while (current.state === 'queued' || current.state === 'running') {
    progress(current);
    await new Promise((resolve) => setTimeout(resolve, POLL));
    const params = { path: { job_id: job.id } };
    current = await answered(api.GET('/api/jobs/{job_id}', { params, signal }));
  }
  if (current.state !== 'finished') {
    throw new ServerError(
      200,
      current.error ?? { error: 'JobEnded', detail: `The job was ${current.state}.`, hint: '' },
    );
  }
}
