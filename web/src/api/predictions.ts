// What a model says of the whole pool: three bytes for each sample.

import { unpacked, type PoolPredictions } from '../session/predictions';
import { answered } from './client';

/** Throws a ServerError where there is no such model any more. */
export async function poolPredictions(
  sessionId: string,
  round: number,
  scheme: string,
  signal: AbortSignal,
): Promise<PoolPredictions> {
  const path = `/api/sessions/${sessionId}/rounds/${round}/predictions/${encodeURIComponent(scheme)}`;
  const request = fetch(path, { signal }).then(async (response) =>
    response.ok
      ? { data: unpacked(await response.arrayBuffer()), response }
      : { error: (await response.json()) as unknown, response },
  );
  return answered<PoolPredictions>(request);
}
