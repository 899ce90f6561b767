// Which result of a training scheme is shown.

import type { RoundSpec, SchemeResult } from '../contract';

export type ShownResult = { round: number; result: SchemeResult };

/** The newest result of a scheme, or that of the round asked for, with the round it is of; null: there is none. */
export function shownResult(
  rounds: readonly RoundSpec[],
  scheme: string,
  round: number | null,
): ShownResult | null {
  const candidates = round === null ? rounds : rounds.filter((candidate) => candidate.round === round);
  const found = candidates.findLast(({ results }) => results[scheme]);
  const result = found?.results[scheme];
  return found && result ? { round: found.round, result } : null;
}
