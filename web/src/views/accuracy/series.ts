// The lines of the accuracy plot. x is a number of labels or of a round, y a fraction in [0, 1].

import type { RoundSpec, SchemeSpec } from '../contract';
import { accuracyOf } from '../shared/measures';
import type { Axis } from './axis';
import { changesBetween, type Change, type Names } from './changes';

/** `passed`: a later round stands at the same x. `running`: the round has not finished. */
export type PlotPoint = { x: number; y: number; round: number; running: boolean; passed: boolean };

/** `segments` are the runs of points that a line joins, in order. */
export type Series = { scheme: SchemeSpec; segments: PlotPoint[][] };

/** From `round` on another model is trained than before; `after` is the round before it. */
export type Mark = { round: number; after: number; changes: Change[] };

export const xOf = ({ round, labels }: RoundSpec, axis: Axis): number => (axis === 'labels' ? labels : round);

/** A line per scheme that has results, a point per round that trained it. The line ends where another model
 * is trained, and where x does not grow: no line joins two rounds of the same labels. */
export function accuracySeries(
  rounds: readonly RoundSpec[],
  schemes: readonly SchemeSpec[],
  axis: Axis,
  names: Names,
): Series[] {
  return schemes
    .map((scheme) => {
      const trained = rounds.filter(({ results }) => results[scheme.name]);
      const breaks = (before: RoundSpec, after: RoundSpec) =>
        changesBetween(before.config, after.config, scheme, names).length > 0;
      const y = ({ results }: RoundSpec) => accuracyOf(results[scheme.name]);
      return { scheme, segments: segmentsOf(trained, axis, y, breaks) };
    })
    .filter(({ segments }) => segments.length > 0);
}

/** Relabelling effort of each round as a share of the labels it got; rounds with no new labels have none. */
export function effortSegments(rounds: readonly RoundSpec[], axis: Axis): PlotPoint[][] {
  const labelled = rounds.filter(({ effort }) => effort.labelled > 0);
  return segmentsOf(
    labelled,
    axis,
    ({ effort }) => (effort.corrected + effort.hand_labelled) / effort.labelled,
  );
}

function segmentsOf(
  rounds: readonly RoundSpec[],
  axis: Axis,
  y: (round: RoundSpec) => number,
  breaks: (before: RoundSpec, after: RoundSpec) => boolean = () => false,
): PlotPoint[][] {
  const segments: PlotPoint[][] = [];
  rounds.forEach((round, index) => {
    const before = rounds[index - 1];
    const x = xOf(round, axis);
    const passed = rounds.slice(index + 1).some((later) => xOf(later, axis) === x);
    const point = { x, y: y(round), round: round.round, running: round.running, passed };
    if (!before || xOf(before, axis) >= x || breaks(before, round)) segments.push([point]);
    else segments.at(-1)?.push(point);
  });
  return segments;
}

/** Where lines end because another model is trained, once for each round, with all that changed for its schemes. */
export function changeMarks(
  rounds: readonly RoundSpec[],
  schemes: readonly SchemeSpec[],
  names: Names,
): Mark[] {
  return rounds.flatMap((round, index) => {
    const earlier = rounds.slice(0, index);
    const changes = schemes.flatMap((scheme) => {
      const { name } = scheme;
      const before = round.results[name] && earlier.findLast(({ results }) => results[name]);
      return before ? changesBetween(before.config, round.config, scheme, names) : [];
    });
    const after = earlier.at(-1);
    if (!after || changes.length === 0) return [];
    const distinct = [...new Map(changes.map((change) => [change.says, change])).values()];
    return [{ round: round.round, after: after.round, changes: distinct }];
  });
}

/** "CNN → logistic regression, 5 → 10 epochs at round 4" */
export const describeMark = ({ round, changes }: Mark): string =>
  `${changes.map(({ says }) => says).join(', ')} at round ${round}`;
