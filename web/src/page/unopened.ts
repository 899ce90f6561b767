// What a person is told whose session could not be opened, and what to press.

import type { Failure } from '../api/client';

export type Told = { title: string; detail: string; hint: string };

/** Of these errors a person can do something else than what the server tells programs to do. */
const OWN: Record<string, Partial<Told>> = {
  LabelsWithheld: { title: 'Not before you have labelled' },
  SessionNotFound: {
    title: 'There is no such session',
    hint: 'Press “Open the newest session”; all others are in the menu at the session’s name, deleted ones too. If somebody gave you this address, ask for it again.',
  },
};

export const unopened = ({ error, detail, hint }: Failure): Told => ({
  title: 'The page could not be loaded',
  detail,
  hint,
  ...OWN[error],
});
