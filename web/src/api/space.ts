// A feature space; where the server has to learn it first, its progress.

import { answered } from './client';
import { finished, type Job, type Progress } from './job';

/** `of`: the address of a dataset, or of a session that holds samples out. Until distances can be measured in the space,
 * and the selection scheme has what it needs of it. Throws a ServerError when the server cannot have it. */
export async function space(
  of: string,
  name: string,
  selection: string,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const address = `${of}/spaces/${encodeURIComponent(name)}?selection=${encodeURIComponent(selection)}`;
  for (;;) {
    const request = fetch(address, { signal }).then(async (response) => {
      const body = (await response.json()) as { job?: Job };
      return response.ok ? { data: body, response } : { error: body, response };
    });
    const answer = await answered<{ job?: Job }>(request);
    if (!answer.job) return;
    await finished(answer.job, signal, progress);
  }
}
