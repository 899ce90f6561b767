// The learning curves of a study in pixels: a line and a band per training scheme, bars of relabelling.

import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Curve } from './types';

export const SIZE = { width: 380, height: 236 };
export const MARGIN = { top: 10, right: 14, bottom: 34, left: 36 };
export const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const WIDEST_BAR = 24;

/** x: number of labels; y: a share in [0, 1]. */
export type Plot = { x: ScaleLinear<number, number>; y: ScaleLinear<number, number>; bottom: number };

/** A plot whose x runs from 0 to the most labels of the curves. */
export function plotOf(curves: readonly Curve[]): Plot {
  const most = Math.max(1, ...curves.map(({ labels }) => labels.at(-1) ?? 0));
  const bottom = SIZE.height - MARGIN.bottom;
  return {
    x: scaleLinear([0, most], [MARGIN.left, SIZE.width - MARGIN.right]),
    y: scaleLinear([0, 1], [bottom, MARGIN.top]).clamp(true),
    bottom,
  };
}

export function linePath(labels: readonly number[], shares: readonly number[], { x, y }: Plot): string {
  const points = shares.map((share, at): [number, number] => [x(labels[at] ?? 0), y(share)]);
  return line()(points) ?? '';
}

/** One standard deviation to either side; empty where one seed has no spread. */
export function bandPath({ labels, accuracy }: Curve, { x, y }: Plot): string {
  if (accuracy.some(({ deviation }) => deviation === null)) return '';
  const along = accuracy.map(({ mean, deviation }, at) => ({
    at: labels[at] ?? 0,
    mean,
    by: deviation ?? 0,
  }));
  return (
    area<(typeof along)[number]>()
      .x(({ at }) => x(at))
      .y0(({ mean, by }) => y(mean - by))
      .y1(({ mean, by }) => y(mean + by))(along) ?? ''
  );
}

export type Bar = { x: number; y: number; width: number; height: number; labels: number; relabelled: number };

/** Labels that had to be corrected or given by hand so far, as a share of all that the session has at its end. */
export function barsOf({ labels, relabelled }: Curve, { x, y, bottom }: Plot): Bar[] {
  const all = labels.at(-1) ?? 1;
  const narrowest = Math.min(...labels.map((count, at) => x(count) - x(labels[at - 1] ?? 0)));
  const width = Math.min(WIDEST_BAR, Math.max(2, narrowest / 2));
  return relabelled.map((count, at) => {
    const top = y(count / all);
    const middle = x(labels[at] ?? 0);
    return {
      x: middle - width / 2,
      y: top,
      width,
      height: bottom - top,
      labels: labels[at] ?? 0,
      relabelled: count,
    };
  });
}

/** At most ten of the label counts, the last among them. */
export function xTicks(labels: readonly number[]): number[] {
  const every = Math.ceil(labels.length / 10);
  return labels.filter((_, at) => (labels.length - 1 - at) % every === 0);
}

/** A row for each curve and number of labels. */
export function curveTable(curves: readonly Curve[]): (string | number)[][] {
  const rows = curves.flatMap(({ policy, training_scheme, labels, accuracy, relabelled }) =>
    labels.map((count, at) => {
      const { mean, deviation } = accuracy[at] ?? { mean: NaN, deviation: null };
      return [policy, training_scheme, count, mean, deviation ?? '', relabelled[at] ?? ''];
    }),
  );
  return [['policy', 'training_scheme', 'labels', 'accuracy', 'standard_deviation', 'relabelled'], ...rows];
}
