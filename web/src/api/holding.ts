// Tells who follows a session which of its samples this page has in hand.

import { nameHeader } from '../session/naming';
import { self } from '../session/self';
import { api, done, ServerError } from './client';

/** It is told anew while it lasts: what is refused or finds no server costs nothing, and what is wrong there other calls say.
 * It goes out also where the page goes meanwhile. */
export async function tellHolding(
  session_id: string,
  client: string,
  sampleIds: readonly number[],
): Promise<void> {
  const params = { path: { session_id } };
  const body = { client, sample_ids: [...sampleIds] };
  try {
    await done(
      api.PUT('/api/sessions/{session_id}/holding', {
        params,
        body,
        headers: nameHeader(self.name),
        keepalive: true,
      }),
    );
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
  }
}
