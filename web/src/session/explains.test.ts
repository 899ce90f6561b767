import { describe, expect, it } from 'vitest';
import { explainsBy } from './explains';
import type { SessionState } from './types';

const catalogue = {
  classifiers: [
    { name: 'words', says_words: true, takes_embeddings: false },
    { name: 'mlp', says_words: false, takes_embeddings: false },
    { name: 'own', says_words: false, takes_embeddings: true },
  ],
} as unknown as Parameters<typeof explainsBy>[2];
const state = (classifier: string, mixture: Record<string, number> = {}) =>
  ({
    rounds: [{ round: 1, config: { classifier } }],
    config: { classifier: 'words', mixture },
  }) as unknown as SessionState;
const by = (classifier: string, modality: string, mixture = {}) =>
  explainsBy(state(classifier, mixture), { round: 1, scheme: 'SIL' }, catalogue, { modality });

describe('what an answer rests on', () => {
  it('can be said of words by the classifier of the round, unless several models predict together', () => {
    expect(by('words', 'text')).toBe('words');
    expect(by('mlp', 'text')).toBeNull();
    expect(by('words', 'text', { SIL: 0.5, IDA: 0.5 })).toBeNull();
    expect(explainsBy(state('words'), null, catalogue, { modality: 'text' })).toBeNull();
  });

  it('can be said of parts of an image by all that see it', () => {
    expect(by('mlp', 'image')).toBe('parts');
    expect(by('own', 'image')).toBeNull();
    expect(by('mlp', 'tabular')).toBeNull();
  });
});
