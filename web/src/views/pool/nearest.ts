// Finds the point nearest to a place: a grid over the points, which lie sorted by its cells.

import { extent } from './coordinates';

/** Index of the point nearest to x, y and no farther than `radius`, all in the units of the coordinates; null
 * where there is none. Of points equally near, the first. */
export type Nearest = (x: number, y: number, radius: number) => number | null;

const POINTS_IN_CELL = 4;
const MOST_CELLS = 1024;

/** `coordinates` holds x, y of every point; they are read, not copied. Points without a place are never the nearest. */
export function nearestIn(coordinates: Float32Array): Nearest {
  const [left, right] = extent(coordinates, 0);
  const [low, high] = extent(coordinates, 1);
  const count = coordinates.length / 2;
  const side = Math.min(MOST_CELLS, Math.max(1, Math.ceil(Math.sqrt(count / POINTS_IN_CELL))));
  const size = Math.max(right - left, high - low) / side || 1;
  const step = (value: number, from: number) =>
    Math.min(side - 1, Math.max(0, Math.floor((value - from) / size)));
  const at = (index: number): number => coordinates[index] ?? NaN;
  const cellOf = (point: number) => step(at(2 * point + 1), low) * side + step(at(2 * point), left) || 0;
  const { starts, sorted } = sortedByCell(count, side * side, cellOf);

  return (x, y, radius) => {
    let found: number | null = null;
    let best = radius * radius;
    const [first, last] = [step(x - radius, left), step(x + radius, left)];
    const top = step(y + radius, low);
    for (let row = step(y - radius, low); row <= top; row += 1) {
      const end = starts[row * side + last + 1] ?? 0;
      for (let place = starts[row * side + first] ?? 0; place < end; place += 1) {
        const point = sorted[place] ?? 0;
        const distance = (at(2 * point) - x) ** 2 + (at(2 * point + 1) - y) ** 2;
        if (distance < best || (distance === best && (found === null || point < found))) {
          best = distance;
          found = point;
        }
      }
    }
    return found;
  };
}

/** The points of cell c are `sorted[starts[c]]` up to, not including, `sorted[starts[c + 1]]`. */
function sortedByCell(count: number, cells: number, cellOf: (point: number) => number) {
  const starts = new Uint32Array(cells + 1);
  const cellOfPoint = new Uint32Array(count);
  for (let point = 0; point < count; point += 1) {
    const cell = (cellOfPoint[point] = cellOf(point));
    starts[cell + 1] = (starts[cell + 1] ?? 0) + 1;
  }
  for (let cell = 0; cell < cells; cell += 1)
    starts[cell + 1] = (starts[cell + 1] ?? 0) + (starts[cell] ?? 0);
  const sorted = new Uint32Array(count);
  const next = starts.slice();
  for (let point = 0; point < count; point += 1) {
    const cell = cellOfPoint[point] ?? 0;
    const place = next[cell] ?? 0;
    sorted[place] = point;
    next[cell] = place + 1;
  }
  return { starts, sorted };
}
