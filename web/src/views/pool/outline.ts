// The line that somebody draws around points of the map, and the points within it.

import type { Place } from './view';

/** What a drag does on the map. */
export const MODES = [
  { name: 'move', title: 'Drag to move the map; with Shift, to draw around samples' },
  { name: 'box', title: 'Drag a box around samples' },
  { name: 'lasso', title: 'Draw a line around samples' },
] as const;
export type Mode = (typeof MODES)[number]['name'];

/** The corners of the line that a pointer on this path has drawn; with Shift and no shape chosen, a lasso. */
export function outlineOf(path: readonly Place[], mode: Mode): Place[] {
  const [from, to] = [path[0], path.at(-1)];
  if (mode !== 'box' || !from || !to) return [...path];
  return [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
}

/** Indices of the points at x, y pairs that lie within the closed line through these corners, by the even-odd rule. */
export function within(coordinates: Float32Array, corners: readonly Place[]): number[] {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const found: number[] = [];
  for (let point = 0; 2 * point < coordinates.length; point += 1) {
    const x = coordinates[2 * point] ?? NaN;
    const y = coordinates[2 * point + 1] ?? NaN;
    if (x >= left && x <= right && y >= low && y <= high && isWithin(x, y, xs, ys)) found.push(point);
  }
  return found;
}

function isWithin(x: number, y: number, xs: readonly number[], ys: readonly number[]): boolean {
  let inside = false;
  let [x0, y0] = [xs.at(-1) ?? NaN, ys.at(-1) ?? NaN];
  for (let corner = 0; corner < xs.length; corner += 1) {
    const [x1, y1] = [xs[corner] ?? NaN, ys[corner] ?? NaN];
    if (y0 > y !== y1 > y && x < x1 + ((x0 - x1) * (y - y1)) / (y0 - y1)) inside = !inside;
    [x0, y0] = [x1, y1];
  }
  return inside;
}
