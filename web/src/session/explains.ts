// By what a session's newest model can say what its answer rests on.

import type { Schema } from '../api/client';
import type { SampleSpec } from '../views/contract';
import type { Model } from './tray';
import type { SessionState } from './types';

/** Parts of an image, by hiding them, of any model of images; words, of one model that says them. */
export function explainsBy(
  { rounds, config }: Pick<SessionState, 'rounds' | 'config'>,
  newest: Model | null,
  { classifiers }: Pick<Schema['Catalogue'], 'classifiers'>,
  { modality }: { modality: string },
): SampleSpec['explains'] {
  const trained = newest && rounds.find(({ round }) => round === newest.round)?.config.classifier;
  const classifier = classifiers.find(({ name }) => name === trained);
  if (!classifier) return null;
  if (modality === 'image') return classifier.takes_embeddings ? null : 'parts';
  const mixed = Object.keys(config.mixture ?? {}).length > 0;
  return classifier.says_words && !mixed ? 'words' : null;
}
