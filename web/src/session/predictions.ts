// What a model says of the whole pool, as it travels.

/** By sample id: class index, and confidence of 255. */
export type PoolPredictions = { classes: Uint16Array; confidences: Uint8Array };

/** Of class index and confidence. */
const BYTES = 3;

/** All class indices, uint16 little-endian, then all confidences. Throws where the bytes are cut off. */
export function unpacked(bytes: ArrayBuffer): PoolPredictions {
  const count = bytes.byteLength / BYTES;
  if (!Number.isInteger(count))
    throw new Error(`${bytes.byteLength} bytes are no whole number of predictions`);
  return { classes: new Uint16Array(bytes, 0, count), confidences: new Uint8Array(bytes, 2 * count) };
}
