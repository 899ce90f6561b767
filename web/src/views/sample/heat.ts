// What speaks for an answer, as a picture over the image: warm where a part speaks for it, cold where against it.

const FOR = [240, 80, 30] as const;
const AGAINST = [40, 120, 255] as const;
const STRONGEST = 200;

/** Red, green, blue and opacity of every value, row by row, in bytes; the strongest of them is the most opaque. */
export function heat(values: readonly (readonly number[])[]): Uint8ClampedArray<ArrayBuffer> {
  const flat = values.flat();
  const most = Math.max(...flat.map(Math.abs)) || 1;
  const bytes = new Uint8ClampedArray(4 * flat.length);
  flat.forEach((value, index) => {
    bytes.set(value > 0 ? FOR : AGAINST, 4 * index);
    bytes[4 * index + 3] = (Math.abs(value) / most) * STRONGEST;
  });
  return bytes;
}
