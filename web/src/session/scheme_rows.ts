// What the settings show of a training scheme.

import type { Schema } from '../api/client';
import type { SchemeRow, SchemeSpec } from '../views/contract';
import { secondsLeft } from './left';
import type { Timed } from './stream';
import type { SessionState } from './types';

export function schemeRow(
  scheme: SchemeSpec,
  { config, rounds, running }: SessionState,
  catalogue: Schema['Catalogue'],
  progress: Readonly<Record<string, Timed>>,
): SchemeRow {
  const { name } = scheme;
  const reported = running ? progress[name] : undefined;
  const mixture = mixtureOf(config);
  const before = rounds.findLast(({ results }) => results[name])?.results[name]?.seconds ?? null;
  return {
    ...scheme,
    description: catalogue.training_schemes.find((entry) => entry.name === name)?.description ?? '',
    chosen: (running?.config ?? config).training_schemes.includes(name),
    predicts: config.predict_with === name,
    weight: mixture && (mixture[name] ?? 0),
    progress: reported
      ? { ...reported, left: secondsLeft(reported.fraction, reported.elapsed, before) }
      : null,
    done: running?.results[name] !== undefined,
  };
}

/** Logs of before know of none. */
const mixtureOf = ({ mixture }: Partial<SessionState['config']>) =>
  mixture && Object.keys(mixture).length > 0 ? mixture : null;
