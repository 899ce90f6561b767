// A projection's coordinates; where the server has to compute them first, its progress.

import { answered } from './client';
import { finished, type Job, type Progress } from './job';

/** x, y of every pool sample of `/api/datasets/NAME`, or of a session that holds some out, `/api/sessions/ID`. `options`:
 * those of the projection that are chosen, as JSON. `own`: the embedding that is laid out, null: samples as they are. Throws a ServerError when the server cannot give them. */
export async function projection(
  of: string,
  method: string,
  options: string,
  own: string | null,
  signal: AbortSignal,
  progress: Progress,
): Promise<Float32Array> {
  for (;;) {
    const answer = await ask(of, method, options, own, signal);
    if (answer instanceof Float32Array) return answer;
    await finished(answer, signal, progress);
  }
}

async function ask(
  of: string,
  method: string,
  options: string,
  own: string | null,
  signal: AbortSignal,
): Promise<Float32Array | Job> {
  const query = new URLSearchParams({ options, ...(own !== null && { own }) });
  const path = `${of}/projections/${encodeURIComponent(method)}?${query}`;
  const request = fetch(path, { signal }).then(async (response) => {
    if (response.status === 200) return { data: new Float32Array(await response.arrayBuffer()), response };
    const body = (await response.json()) as { job: Job };
    return response.ok ? { data: body.job, response } : { error: body, response };
  });
  return answered<Float32Array | Job>(request);
}
