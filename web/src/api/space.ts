// A feature space; where the server has to learn it first, its progress.

import { answered, api } from './client';
import { finished, type Progress } from './job';

/** Until distances can be measured in the space. Throws a ServerError when the server cannot have it. */
export async function space(
  dataset: string,
  name: string,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const params = { path: { dataset, space: name } };
  for (;;) {
    const answer = await answered(api.GET('/api/datasets/{dataset}/spaces/{space}', { params, signal }));
    if (!('job' in answer)) return;
    await finished(answer.job, signal, progress);
  }
}
