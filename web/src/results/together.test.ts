import { describe, expect, it } from 'vitest';
import { fitTogether, MOST_TOGETHER, togetherAs } from './together';
import type { Curve } from './types';

const group = { dataset: 'mnist', classifier: 'cnn', projection: 'umap', labeller: 'confident' };
const curve = (policy: string, training_scheme: string): Curve => ({
  group,
  policy,
  training_scheme,
  labels: [10, 20],
  accuracy: [],
  relabelled: [],
  runs: [],
});

describe('curves of several selections', () => {
  const own = [curve('RS', 'IDA'), curve('RS', 'SIL'), curve('SC', 'SSL')];

  it('stand in one plot, coloured by selection and marked by training scheme', () => {
    expect(fitTogether([own, own])).toBe(true);
    const drawn = own.map(togetherAs(own));
    expect(drawn.map(({ says }) => says)).toEqual(['RS · IDA', 'RS · SIL', 'SC · SSL']);
    expect(drawn[0]?.colour).toBe(drawn[1]?.colour);
    expect(drawn[0]?.colour).not.toBe(drawn[2]?.colour);
    expect(new Set(drawn.map(({ mark }) => mark)).size).toBe(3);
  });

  it('do not where there is one selection, or more than can be told apart', () => {
    expect(fitTogether([own.slice(0, 2)])).toBe(false);
    expect(fitTogether([['A', 'B', 'C', 'D', 'E'].map((policy) => curve(policy, 'IDA'))])).toBe(false);
    const many = Array.from({ length: MOST_TOGETHER + 1 }, (_, at) => curve(at % 2 ? 'RS' : 'DS', `S${at}`));
    expect(fitTogether([many])).toBe(false);
  });
});
