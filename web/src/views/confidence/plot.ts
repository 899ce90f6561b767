// Box plots of two kinds for each class, in pixels.

import type { BoxSpec } from '../contract';
import { drawnAt, type Drawn } from '../shared/boxes';

export const MARGIN = { top: 8, right: 8, bottom: 20, left: 40 };
export const TICKS = [0, 0.25, 0.5, 0.75, 1];

export type Plot = { width: number; height: number; classes: number };

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
  return drawnAt(box, middle, wide, (value) => yOf(value, plot));
}
