// What the fold makes of the events of rounds.

import type { Draft } from './draft';
import type { PayloadOf, Round, SessionEvent } from './types';

export function roundStarted(draft: Draft, event: SessionEvent, payload: PayloadOf<'round_started'>): void {
  draft.interruption = null;
  draft.running = {
    ...without(payload, 'kind'),
    started_at: event.at,
    started_seq: event.seq,
    finished_at: null,
    results: {},
    seconds: null,
  } satisfies Round;
}

export function schemeTrained(draft: Draft, payload: PayloadOf<'scheme_trained'>): void {
  const { kind: _kind, round: _round, training_scheme, ...result } = payload;
  const { running } = draft;
  if (running) draft.running = { ...running, results: { ...running.results, [training_scheme]: result } };
}

export function roundFinished(draft: Draft, event: SessionEvent, payload: PayloadOf<'round_finished'>): void {
  if (!draft.running) return;
  draft.rounds.push({ ...draft.running, finished_at: event.at, seconds: payload.seconds });
  draft.running = null;
}

export const cancelled = (round: number) => ({
  round,
  error: 'RoundCancelled',
  detail: 'the round was cancelled',
  hint: 'train again when ready',
});

export function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _left, ...rest } = value;
  return rest;
}
