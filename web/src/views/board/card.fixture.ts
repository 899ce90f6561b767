// A card for tests of the board's geometry.

import type { CardSpec } from '../contract';

/** Of the unlabelled strip, as it has just arrived. */
export const loose = (sampleId: number): CardSpec => ({
  sampleId,
  status: 'unlabelled',
  classIndex: null,
  confidence: null,
  source: null,
  prediction: null,
  suggested: false,
  earlier: null,
  pending: false,
  image: '',
  text: null,
  changed: 0,
  trained: false,
  heldOut: false,
});

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const oneOf = <T>(values: readonly T[], next: () => number): T =>
  values[Math.floor(next() * values.length)] as T;
