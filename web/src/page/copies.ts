// Another session with all that happened in one, from where both go on by themselves.

import { answered, api, type Dataset, type Schema } from '../api/client';
import { newKey } from '../session/key';

type Entry = Schema['SessionEntryInfo'];
type Copied = Pick<Entry, 'session_id' | 'name'>;

export const duplicateOf = (session: Copied): Promise<Entry> => copyOf(session, 'copy', null);

/** On its dataset with samples added. */
export const goOn = (session: Copied, larger: Dataset): Promise<Entry> =>
  copyOf(session, larger.title, larger.name);

async function copyOf({ session_id, name }: Copied, called: string, dataset: string | null): Promise<Entry> {
  const path = '/api/sessions/{session_id}/copies';
  const params = { path: { session_id } };
  const body = { name: `${name}, ${called}`.slice(0, 200), dataset };
  return await answered(api.POST(path, { params, body, headers: { 'Idempotency-Key': newKey() } }));
}
