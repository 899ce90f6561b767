// What asks the server may fail, which a page shows.

import { ServerError, type Failure } from './client';

/** Does the work. Null, or how the server refused; throws whatever else goes wrong. */
export async function failureOf(work: () => Promise<unknown>): Promise<Failure | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return error.failure;
  }
}
