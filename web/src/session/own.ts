// Embeddings that came with a dataset, as spaces and as what classifiers are given.

import type { OptionSpec, SettableSpec } from '../views/contract';

/** A dataset of images, to which no embeddings came. */
export const IMAGES = { modality: 'image', classes: [], own_embeddings: [] };

const OWN = 'own.';
export const AS_THEY_ARE = {
  name: 'original',
  title: 'Samples as they are',
  description: 'by pixels, words or columns',
};

/** The embedding that came with the dataset and is that feature space; null: none is. */
export const ownEmbedding = (space: string): string | null =>
  space.startsWith(OWN) ? space.slice(OWN.length) : null;

export const ownSpace = (name: string): OptionSpec => ({
  name: `${OWN}${name}`,
  title: `Own embedding ${name}`,
  description: 'the vectors that came with the samples',
});

/** A classifier of embeddings, to be given one of these. */
export const ofOwn = <T extends SettableSpec>(classifier: T, own: string[]): T => ({
  ...classifier,
  options: classifier.options.map((option) => ({ ...option, choices: own, default: own[0] ?? '' })),
});
