// What a scheme says, as bytes: of the whole pool three for each sample, of the validation split all probabilities.

import { unpacked, type PoolPredictions } from '../session/predictions';
import { answered } from './client';

/** What its model predicts, or the labels that it inferred. Throws a ServerError where there is no such model any more, or
 * nothing was inferred. */
export const saidOfPool = async (
  sessionId: string,
  what: 'predictions' | 'inferred',
  round: number,
  scheme: string,
  signal: AbortSignal,
): Promise<PoolPredictions> => unpacked(await bytes(modelAt(sessionId, round, what, scheme), signal));

/** A row of classes for each sample of the split. Throws a ServerError where there is no such model any more. */
export const validationProbabilities = async (
  sessionId: string,
  round: number,
  scheme: string,
  signal: AbortSignal,
): Promise<Float32Array> =>
  new Float32Array(await bytes(`${modelAt(sessionId, round, 'validation', scheme)}/probabilities`, signal));

const modelAt = (sessionId: string, round: number, what: string, scheme: string): string =>
  `/api/sessions/${sessionId}/rounds/${round}/${what}/${encodeURIComponent(scheme)}`;

async function bytes(path: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const request = fetch(path, { signal }).then(async (response) =>
    response.ok
      ? { data: await response.arrayBuffer(), response }
      : { error: (await response.json()) as unknown, response },
  );
  return answered<ArrayBuffer>(request);
}
