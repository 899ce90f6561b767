// Box plots of two kinds for each class, in pixels.

import type { BoxSpec } from '../contract';
import { drawnAt, type Drawn } from '../shared/boxes';

export const MARGIN = { top: 8, right: 8, bottom: 20, left: 40 };
export const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** `upright`: names of classes stand on end, as many classes leave them no width. */
export type Plot = { width: number; height: number; classes: number; upright: boolean };

/** Room for names, in pixels. */
const UPRIGHT = 62;
const LETTER = 6.5;
/** Fewer letters tell no class from another. */
const FEWEST = 4;

const footOf = ({ upright }: Plot): number => (upright ? UPRIGHT : MARGIN.bottom);

/** How many letters of a name there is room for, lying. */
export const lettersIn = (width: number, classes: number): number =>
  Math.floor((width - MARGIN.left) / classes / LETTER);

/** Names stand on end where too few letters of one would be seen. */
export const areUpright = (names: readonly string[], letters: number): boolean =>
  letters < FEWEST && names.some((name) => name.length > letters);

/** The name, or as much of it as there is room for. */
export function shortened(name: string, letters: number, upright: boolean): string {
  const most = upright ? Math.floor(UPRIGHT / LETTER) : Math.max(FEWEST, letters);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

const within = ({ width, classes }: Pick<Plot, 'width' | 'classes'>): number =>
  (width - MARGIN.left - MARGIN.right) / classes;

/** A confidence in [0, 1]. */
export const yOf = (value: number, plot: Plot): number =>
  plot.height - footOf(plot) - value * (plot.height - MARGIN.top - footOf(plot));

/** The middle of a class's place. */
export const xOf = (index: number, plot: Plot): number => MARGIN.left + (index + 0.5) * within(plot);

/** The box of the person (`side` 0) or of the machine (1), the one left and the other right of the middle. */
export function drawn(box: BoxSpec, index: number, side: 0 | 1, plot: Plot): Drawn {
  const wide = Math.min(18, within(plot) * 0.36);
  const middle = xOf(index, plot) + (side - 0.5) * wide * 1.25;
  return drawnAt(box, middle, wide, (value) => yOf(value, plot));
}
