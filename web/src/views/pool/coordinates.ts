// Fits coordinates of any scale into the view.

const MARGIN = 0.05;

/** x, y pairs moved and scaled, alike in both directions, into [-1, 1]. All the same point becomes the centre. Samples
 * that are held out have no place: twice NaN, which stays. Throws on any other number that is not finite. */
export function fitted(coordinates: Float32Array): Float32Array {
  const [left, right] = extent(coordinates, 0);
  const [low, high] = extent(coordinates, 1);
  const scale = (2 * (1 - MARGIN)) / (Math.max(right - left, high - low) || 1);
  const middle = [(left + right) / 2, (low + high) / 2];
  return coordinates.map((value, index) => (value - (middle[index % 2] ?? 0)) * scale);
}

/** Least and greatest of every second number from `offset`, of samples that have a place; [0, 0] of none. */
export function extent(coordinates: Float32Array, offset: number): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let index = offset; index < coordinates.length; index += 2) {
    const value = coordinates[index] ?? NaN;
    if (isPlaceless(coordinates, (index - offset) / 2)) continue;
    if (!Number.isFinite(value)) throw new Error(`sample ${(index - offset) / 2} has no finite coordinates`);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Whether the sample is held out, so that nothing has been fitted on it. */
export const isPlaceless = (coordinates: Float32Array, sample: number): boolean =>
  Number.isNaN(coordinates[2 * sample]) && Number.isNaN(coordinates[2 * sample + 1]);
