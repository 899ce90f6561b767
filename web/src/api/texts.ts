// What samples that are texts say, each asked for once.

import { answered } from './client';

const asked = new Map<string, Promise<string>>();

/** The text at an address that stands for one sample. Rejects with a ServerError; the next call then asks again. */
export function textAt(address: string): Promise<string> {
  const known = asked.get(address);
  if (known) return known;
  const text = answered(fetch(address).then(read));
  asked.set(address, text);
  text.catch(() => asked.delete(address));
  return text;
}

async function read(response: Response): Promise<{ data?: string; error?: unknown; response: Response }> {
  return response.ok ? { data: await response.text(), response } : { error: await response.json(), response };
}
