// The lines of the accuracy plot. x is a number of labels, y a fraction in [0, 1].

import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { RoundSpec, SchemeSpec } from '../contract';

export type PlotPoint = { x: number; y: number; round: number };
export type Series = { scheme: SchemeSpec; points: PlotPoint[] };
export type Plot = {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  bottom: number;
  right: number;
};

export const MARGIN = { top: 10, right: 14, bottom: 30, left: 40 };

/** A line per scheme that has results, a point per round that trained it. */
export function accuracySeries(rounds: readonly RoundSpec[], schemes: readonly SchemeSpec[]): Series[] {
  const pointsOf = (name: string): PlotPoint[] =>
    rounds.flatMap(({ round, labels, results }) => {
      const result = results[name];
      return result ? [{ x: labels, y: result.accuracy, round }] : [];
    });
  return schemes
    .map((scheme) => ({ scheme, points: pointsOf(scheme.name) }))
    .filter(({ points }) => points.length > 0);
}

/** Relabelling effort of each round as a share of the labels it got; rounds with no new labels have none. */
export function effortPoints(rounds: readonly RoundSpec[]): PlotPoint[] {
  return rounds
    .filter(({ effort }) => effort.labelled > 0)
    .map(({ round, labels, effort }) => ({
      x: labels,
      y: (effort.corrected + effort.hand_labelled) / effort.labelled,
      round,
    }));
}

/** Scales for a plot of this size in pixels; x always starts at 0, y runs from 0 to 1. */
export function plotOf(rounds: readonly RoundSpec[], width: number, height: number): Plot {
  const most = Math.max(10, ...rounds.map(({ labels }) => labels));
  const bottom = Math.max(MARGIN.top + 1, height - MARGIN.bottom);
  const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
  return {
    x: scaleLinear([0, most], [MARGIN.left, right]).nice(6),
    y: scaleLinear([0, 1], [bottom, MARGIN.top]),
    bottom,
    right,
  };
}

export function pathOf(points: readonly PlotPoint[], { x, y }: Plot): string {
  return (
    line<PlotPoint>(
      (point) => x(point.x),
      (point) => y(point.y),
    )([...points]) ?? ''
  );
}

/** The newest round in which a scheme reached a result; null before there is one. */
export function shownResult(rounds: readonly RoundSpec[], scheme: string, round: number | null) {
  const candidates = round === null ? rounds : rounds.filter((candidate) => candidate.round === round);
  return candidates.findLast(({ results }) => results[scheme])?.results[scheme] ?? null;
}
