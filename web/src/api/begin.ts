// Begins a session, in the name of who asks.

import { nameHeader } from '../session/naming';
import { self } from '../session/self';
import { answered, api, type Schema } from './client';

/** Throws a ServerError where the server refuses. */
export const begin = (body: Schema['NewSession']): Promise<Schema['SessionState']> =>
  answered(api.POST('/api/sessions', { body, headers: nameHeader(self.name) }));
