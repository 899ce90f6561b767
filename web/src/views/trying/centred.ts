// A drawing made what images of MNIST are: scaled so that its longer side fills 20 of 28 pixels, and put so that its
// centre of mass is in the middle (LeCun et al., "The MNIST database of handwritten digits").

export type Ink = { width: number; height: number; values: ArrayLike<number> };

/** The share of the picture's shorter side that a drawing fills: 20 of 28. */
const FILLED = 20 / 28;

type Bounds = { left: number; top: number; right: number; bottom: number };

/** Around all ink; null where there is none. `right` and `bottom` are beyond the last of it. */
function boundsOf({ width, height, values }: Ink): Bounds | null {
  const found: Bounds = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!values[y * width + x]) continue;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x + 1);
      found.top = Math.min(found.top, y);
      found.bottom = Math.max(found.bottom, y + 1);
    }
  return found.right > 0 ? found : null;
}

/** The middle of the ink's mass within its bounds. */
function middleOf({ width, values }: Ink, { left, top, right, bottom }: Bounds): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const value = values[row * width + column] ?? 0;
      mass += value;
      x += value * (column + 0.5);
      y += value * (row + 0.5);
    }
  return { x: x / mass, y: y / mass };
}

/** Pixels 0 to 255, row by row, of a picture of that size; each is the mean of the ink under it, from 0 to 255. Null
 * where nothing is drawn. */
export function centred(ink: Ink, width: number, height: number): Uint8Array | null {
  const bounds = boundsOf(ink);
  if (!bounds) return null;
  const longer = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
  const scale = longer / (FILLED * Math.min(width, height));
  const middle = middleOf(ink, bounds);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [left, top] = [middle.x + (x - width / 2) * scale, middle.y + (y - height / 2) * scale];
      pixels[y * width + x] = Math.round(meanIn(ink, left, top, scale));
    }
  return pixels;
}

/** The mean of a square, what lies outside being empty; parts of a pixel count as such. */
function meanIn({ width, height, values }: Ink, left: number, top: number, side: number): number {
  let sum = 0;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, top + side); y++) {
    const tall = Math.min(y + 1, top + side) - Math.max(y, top);
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, left + side); x++) {
      const wide = Math.min(x + 1, left + side) - Math.max(x, left);
      sum += (values[y * width + x] ?? 0) * wide * tall;
    }
  }
  return sum / (side * side);
}
