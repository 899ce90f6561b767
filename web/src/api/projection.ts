// A projection's coordinates; where the server has to compute them first, its progress.

import { answered, api, ServerError, type Schema } from './client';

type Job = Schema['Job'];
type Progress = (job: Pick<Job, 'stage' | 'fraction'>) => void;

const POLL = 600;

/** x, y of every pool sample. Throws a ServerError when the server cannot give them. */
export async function projection(
  dataset: string,
  method: string,
  signal: AbortSignal,
  progress: Progress,
): Promise<Float32Array> {
  for (;;) {
    const answer = await ask(dataset, method, signal);
    if (answer instanceof Float32Array) return answer;
    await finished(answer, signal, progress);
  }
}

async function ask(dataset: string, method: string, signal: AbortSignal): Promise<Float32Array | Job> {
  const path = `/api/datasets/${encodeURIComponent(dataset)}/projections/${encodeURIComponent(method)}`;
  const request = fetch(path, { signal }).then(async (response) => {
    if (response.status === 200) return { data: new Float32Array(await response.arrayBuffer()), response };
    const body = (await response.json()) as { job: Job };
    return response.ok ? { data: body.job, response } : { error: body, response };
  });
  return answered<Float32Array | Job>(request);
}

async function finished(job: Job, signal: AbortSignal, progress: Progress): Promise<void> {
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
