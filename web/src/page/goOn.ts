// A session goes on with the samples that were added to its dataset.

import { answered, api, type Dataset, type Schema } from '../api/client';
import { newKey } from '../session/key';

/** Another session with all that happened in this one, on the larger dataset. */
export async function goOn(
  { session_id, name }: Pick<Schema['SessionEntryInfo'], 'session_id' | 'name'>,
  dataset: Dataset,
): Promise<Schema['SessionEntryInfo']> {
  const path = '/api/sessions/{session_id}/copies';
  const params = { path: { session_id } };
  const body = { name: `${name}, ${dataset.title}`.slice(0, 200), dataset: dataset.name };
  return await answered(api.POST(path, { params, body, headers: { 'Idempotency-Key': newKey() } }));
}
