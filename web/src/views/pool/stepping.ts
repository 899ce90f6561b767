// From one sample of the pool to the next by arrow keys.

import type { Place } from './view';

/** x to the right, y upwards. */
export const STEPS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

/**
 * The nearest point in that direction, at least `gap` away, of those within 45° of it; what is aside counts double. Null
 * where there is none. `coordinates` holds x, y of every point, `from` a place among them.
 */
export function nextFrom(
  from: Place,
  direction: Place,
  coordinates: Float32Array,
  gap: number,
): number | null {
  let [found, best]: [number | null, number] = [null, Infinity];
  for (let index = 0; 2 * index < coordinates.length; index += 1) {
    const x = (coordinates[2 * index] ?? NaN) - from.x;
    const y = (coordinates[2 * index + 1] ?? NaN) - from.y;
    const along = x * direction.x + y * direction.y;
    const aside = Math.abs(x * direction.y - y * direction.x);
    if (along >= gap && aside <= along && along + 2 * aside < best)
      [found, best] = [index, along + 2 * aside];
  }
  return found;
}
