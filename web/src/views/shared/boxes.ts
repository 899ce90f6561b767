// Box plots, wherever one is drawn: a box in pixels, what it says, and the table behind many.

import { plural } from './numbers';

/** Quartiles, ends of the whiskers, and what lies `beyond` them, of `labels` confidences in [0, 1]. */
export type Box = {
  low: number;
  first: number;
  median: number;
  third: number;
  high: number;
  beyond: readonly number[];
  labels: number;
};

/** In pixels; `whiskers` is the path of both. */
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

/** The box so wide around the middle, where `y` gives a confidence its place. */
export function drawnAt(box: Box, middle: number, width: number, y: (value: number) => number): Drawn {
  const half = width / 4;
  const end = (value: number) => `M${middle - half} ${y(value)}h${2 * half}`;
  return {
    middle,
    left: middle - width / 2,
    width,
    top: y(box.third),
    height: Math.max(y(box.first) - y(box.third), 1),
    median: y(box.median),
    whiskers:
      `M${middle} ${y(box.low)}V${y(box.first)}M${middle} ${y(box.third)}V${y(box.high)}` +
      end(box.low) +
      end(box.high),
    beyond: box.beyond.map(y),
  };
}

/** "LCRS: median 0.50, quartiles 0.28 and 0.80, 6 labels" */
export const saidOf = (
  name: string,
  { median, first, third, labels }: Box,
  shown: (value: number) => string = (value) => value.toFixed(2),
): string =>
  `${name}: median ${shown(median)}, quartiles ${shown(first)} and ${shown(third)}, ${plural(labels, 'label')}`;

type BoxGroups = readonly { name: string; boxes: readonly (Box | null)[] }[];

/** A row for each box. `across`: what the groups are; `within`: what the boxes of each are. */
export function boxTable(
  across: string,
  within: string,
  groups: BoxGroups,
  series: readonly string[],
): (string | number)[][] {
  const rows = groups.flatMap(({ name, boxes }) =>
    boxes.flatMap((box, at) =>
      box ? [[name, series[at] ?? '', box.labels, box.low, box.first, box.median, box.third, box.high]] : [],
    ),
  );
  const numbers = ['labels', 'lower_whisker', 'first_quartile', 'median', 'third_quartile', 'upper_whisker'];
  return [[across, within, ...numbers], ...rows];
}
