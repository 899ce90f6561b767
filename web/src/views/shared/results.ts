// Which result of a training scheme is shown.

import type { ConfusionSpec, RoundSpec, SchemeResult, SchemeSpec, Selection } from '../contract';

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

/** `old`: a newer round has not trained the scheme, and no round was asked for. */
export type ShownScheme = SchemeSpec & ShownResult & { old: boolean };

type Pointed = Pick<Selection, 'round' | 'scheme'>;

/** Of each scheme the result that is shown, for those that have one. */
export function shownSchemes(
  { rounds, schemes }: Pick<ConfusionSpec, 'rounds' | 'schemes'>,
  { round }: Pick<Pointed, 'round'>,
): ShownScheme[] {
  const asked = rounds.some((candidate) => candidate.round === round) ? round : null;
  const newest = rounds.findLast(({ running }) => !running)?.round ?? 0;
  return schemes.flatMap((scheme) => {
    const found = shownResult(rounds, scheme.name, asked);
    return found ? [{ ...scheme, ...found, old: asked === null && found.round < newest }] : [];
  });
}

/** The scheme whose results are shown: the one pointed at, else the one that predicts. */
export function shownScheme(spec: Omit<ConfusionSpec, 'classes'>, pointed: Pointed): ShownScheme | undefined {
  const trained = shownSchemes(spec, pointed);
  const named = (name: string | null) => trained.find((candidate) => candidate.name === name);
  return named(pointed.scheme) ?? named(spec.predictWith) ?? trained[0];
}

/** The scheme's result before that one; null: there is none. */
export function resultBefore(
  rounds: readonly RoundSpec[],
  { name, round }: { name: string; round: number },
): ShownResult | null {
  return shownResult(
    rounds.filter((candidate) => candidate.round < round),
    name,
    null,
  );
}
