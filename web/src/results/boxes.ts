// Box plots in pixels: groups of boxes along the x axis, a box for each of several series.

import type { Box } from './types';

export const SIZE = { width: 600, height: 240 };
export const MARGIN = { top: 10, right: 8, bottom: 36, left: 36 };
export const TICKS = [0, 0.25, 0.5, 0.75, 1];
const WITHIN = SIZE.width - MARGIN.left - MARGIN.right;

/** A share in [0, 1] to pixels; what lies outside stands at the edge. */
export const yOf = (value: number): number =>
  SIZE.height - MARGIN.bottom - Math.min(Math.max(value, 0), 1) * (SIZE.height - MARGIN.top - MARGIN.bottom);

/** The middle of a group's place on the axis. */
export const groupX = (position: number, groups: number): number =>
  MARGIN.left + ((position + 0.5) * WITHIN) / groups;

/** A name as far as there is room for it, two letters at least. */
export function fitted(name: string, groups: number): string {
  const most = Math.max(2, Math.floor(WITHIN / groups / 6));
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}

export type Drawn = {
  middle: number;
  left: number;
  width: number;
  top: number;
  height: number;
  median: number;
  whiskers: string;
  beyond: readonly number[];
};

/** The box of the series at `place` of `series`, in the group at `position` of `groups`. */
export function drawn(box: Box, position: number, groups: number, place: number, series: number): Drawn {
  const wide = WITHIN / groups;
  const step = (0.84 * wide) / series;
  const middle = MARGIN.left + (position + 0.08) * wide + (place + 0.5) * step;
  const width = 0.72 * step;
  const half = width / 4;
  const end = (value: number) => `M${middle - half} ${yOf(value)}h${2 * half}`;
  return {
    middle,
    left: middle - width / 2,
    width,
    top: yOf(box.third),
    height: Math.max(yOf(box.first) - yOf(box.third), 1),
    median: yOf(box.median),
    whiskers:
      `M${middle} ${yOf(box.low)}V${yOf(box.first)}M${middle} ${yOf(box.third)}V${yOf(box.high)}` +
      end(box.low) +
      end(box.high),
    beyond: box.beyond.map(yOf),
  };
}

/** "LCRS: median 0.50, quartiles 0.28 and 0.80, 6 labels" */
export const saidOf = (name: string, { median, first, third, labels }: Box): string =>
  `${name}: median ${median.toFixed(2)}, quartiles ${first.toFixed(2)} and ${third.toFixed(2)}, ${labels} labels`;

type BoxGroups = readonly { name: string; boxes: readonly (Box | null)[] }[];

/** A row for each box. `across`: what the groups are. */
export function boxTable(
  across: string,
  groups: BoxGroups,
  series: readonly { name: string }[],
): (string | number)[][] {
  const rows = groups.flatMap(({ name, boxes }) =>
    boxes.flatMap((box, at) =>
      box
        ? [[name, series[at]?.name ?? '', box.labels, box.low, box.first, box.median, box.third, box.high]]
        : [],
    ),
  );
  return [
    [
      across,
      'series',
      'labels',
      'lower_whisker',
      'first_quartile',
      'median',
      'third_quartile',
      'upper_whisker',
    ],
    ...rows,
  ];
}
