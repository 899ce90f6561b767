// How far a round is, and the time that a scheme still trains, in words.

import type { ConfigurationSpec } from '../contract';
import { plural } from '../shared/numbers';

/** "2 rounds trained", "training round 3", and "finishing round 3" once all of its schemes have their results. */
export function roundSaid({
  rounds,
  running,
  schemes,
}: Pick<ConfigurationSpec, 'rounds' | 'running' | 'schemes'>): string {
  if (running === null) return `${plural(rounds, 'round')} trained`;
  return `${schemes.every(({ chosen, done }) => done || !chosen) ? 'finishing' : 'training'} round ${running}`;
}

/** "40 s left", "3 min left" */
export function leftSaid(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 100 ? `${whole} s left` : `${Math.round(whole / 60)} min left`;
}
