// Box plots in pixels: groups of boxes along the x axis, a box for each of several series.

import { drawnAt, type Box, type Drawn } from '../views/shared/boxes';

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

/** The box of the series at `place` of `series`, in the group at `position` of `groups`. */
export function drawn(box: Box, position: number, groups: number, place: number, series: number): Drawn {
  const wide = WITHIN / groups;
  const step = (0.84 * wide) / series;
  const middle = MARGIN.left + (position + 0.08) * wide + (place + 0.5) * step;
  return drawnAt(box, middle, 0.72 * step, yOf);
}
