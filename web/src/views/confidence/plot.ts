// Box plots of two kinds for each class, in pixels.

import type { BoxSpec } from '../contract';

export const MARGIN = { top: 8, right: 8, bottom: 20, left: 40 };
export const TICKS = [0, 0.25, 0.5, 0.75, 1];

export type Plot = { width: number; height: number; classes: number };
export type Drawn = {
  left: number;
  wide: number;
  top: number;
  tall: number;
  median: number;
  whiskers: string;
};

const within = ({ width, classes }: Plot): number => (width - MARGIN.left - MARGIN.right) / classes;

/** A confidence in [0, 1]. */
export const yOf = (value: number, { height }: Plot): number =>
  height - MARGIN.bottom - value * (height - MARGIN.top - MARGIN.bottom);

/** The middle of a class's place. */
export const xOf = (index: number, plot: Plot): number => MARGIN.left + (index + 0.5) * within(plot);

/** The box of the person (`side` 0) or of the machine (1), the one left and the other right of the middle. */
export function drawn(box: BoxSpec, index: number, side: 0 | 1, plot: Plot): Drawn {
  const wide = Math.min(18, within(plot) * 0.36);
  const middle = xOf(index, plot) + (side - 0.5) * wide * 1.25;
  const y = (value: number) => yOf(value, plot);
  const end = (value: number) => `M${middle - wide / 4} ${y(value)}h${wide / 2}`;
  return {
    left: middle - wide / 2,
    wide,
    top: y(box.third),
    tall: Math.max(1, y(box.first) - y(box.third)),
    median: y(box.median),
    whiskers:
      `M${middle} ${y(box.low)}V${y(box.first)}M${middle} ${y(box.third)}V${y(box.high)}` +
      end(box.low) +
      end(box.high),
  };
}

const percent = (value: number): string => `${Math.round(100 * value)}%`;

/** "you: median 80%, quartiles 60% and 90%, 12 labels" */
export const saidOf = (who: string, { median, first, third, labels }: BoxSpec): string =>
  `${who}: median ${percent(median)}, quartiles ${percent(first)} and ${percent(third)}, ${labels} label${labels === 1 ? '' : 's'}`;
