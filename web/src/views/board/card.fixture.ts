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
  earlier: null,
  pending: false,
  image: '',
  text: null,
  changed: 0,
});
