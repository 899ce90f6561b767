// Calls to the server, typed by its OpenAPI description.

import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schema = components['schemas'];
export type Failure = Schema['ErrorBody'];
/** What the page needs of a dataset. `shape`: height, width and channels of its images; null where there are none. */
export type Dataset = Omit<Schema['DatasetInfo'], 'shape'> & { shape: readonly number[] | null };

export const api = createClient<paths>({ baseUrl: window.location.origin });

/** An answer that is no success, or none at all (`status` 0: the server cannot be reached). */
export class ServerError extends Error {
  constructor(
    readonly status: number,
    readonly failure: Failure,
  ) {
    super(failure.detail);
  }
}

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of an answer. Throws a ServerError for anything else. */
export async function answered<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await reached(request);
  if (response.ok && data !== undefined) return data;
  throw new ServerError(response.status, failureOf(error, response));
}

/** Waits for an answer that holds nothing. Throws a ServerError where it is no success. */
export async function done(request: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await reached(request);
  if (!response.ok) throw new ServerError(response.status, failureOf(error, response));
}

async function reached<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ServerError(0, {
      error: 'NoConnection',
      detail: 'The server cannot be reached.',
      hint: 'Is it running? The page tries again by itself.',
    });
  }
}

/** The server's own words where it has any. */
function failureOf(error: unknown, response: Response): Failure {
  if (isFailure(error)) return error;
  return {
    error: `HTTP ${response.status}`,
    detail: `${new URL(response.url).pathname}: ${response.statusText || 'no answer that could be read'}`,
    hint: 'The output of the server may say more.',
  };
}

function isFailure(value: unknown): value is Failure {
  return (
    typeof value === 'object' && value !== null && 'detail' in value && 'error' in value && 'hint' in value
  );
}
