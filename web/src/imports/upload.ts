// Sends a file in parts, each again until it has arrived: a connection that breaks costs one part.

import { answered, api, ServerError, type Schema } from '../api/client';

const TRIES = 6;
const WAIT = 500;

/** `sent` is told how many bytes have arrived. Throws a ServerError, or an AbortError once `gone` says so. */
export async function upload(
  file: File,
  partBytes: number,
  sent: (bytes: number) => void,
  gone: AbortSignal,
): Promise<string> {
  const body = { name: file.name, size: file.size };
  const { id } = await answered(api.POST('/api/uploads', { body, signal: gone }));
  let received = 0;
  while (received < file.size) {
    const part = file.slice(received, received + partBytes);
    ({ received } = await again(() => put(id, received, part, gone), gone));
    sent(received);
  }
  return id;
}

function put(upload_id: string, offset: number, part: Blob, signal: AbortSignal): Promise<Schema['Upload']> {
  return answered(
    api.PUT('/api/uploads/{upload_id}', {
      params: { path: { upload_id }, query: { offset } },
      body: '',
      bodySerializer: () => part,
      headers: { 'Content-Type': 'application/octet-stream' },
      signal,
    }),
  );
}

/** A part that has arrived twice changes nothing. */
async function again<T>(work: () => Promise<T>, gone: AbortSignal): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const lost = error instanceof ServerError && (error.status === 0 || error.status >= 500);
      if (!lost || tried === TRIES || gone.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAIT * tried));
    }
  }
}
