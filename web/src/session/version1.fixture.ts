// For tests: the log of version 1 that both folds are held to, as the server sends such a log.

import { readFileSync } from 'node:fs';
import type { SessionEvent } from './types';

type Fields = Record<string, unknown>;
export type StoredState = Fields & { board: Fields; rounds: StoredRound[]; running: StoredRound | null };
type StoredRound = Fields & { results: Record<string, Fields> };

const path = new URL('../../../tests/fixtures/session_log_version_1.json', import.meta.url);
const stored = JSON.parse(readFileSync(path, 'utf8')) as {
  events: (Omit<SessionEvent, 'payload'> & { payload: Fields })[];
  states: StoredState[];
};

/** The three measures of version 1 in their place, where the server puts them on reading. */
function read({ accuracy, macro_f1, calibration_error, ...others }: Fields): Fields {
  return { ...others, measures: { accuracy, macro_f1, calibration_error } };
}

const readRound = ({ results, ...round }: StoredRound): StoredRound => ({
  ...round,
  results: Object.fromEntries(Object.entries(results).map(([name, result]) => [name, read(result)])),
});

export const events = stored.events.map((event) =>
  event.payload.kind === 'scheme_trained' ? { ...event, payload: read(event.payload) } : event,
) as SessionEvent[];

export const states = stored.states.map((state) => ({
  ...state,
  rounds: state.rounds.map(readRound),
  running: state.running && readRound(state.running),
}));
