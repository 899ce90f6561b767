import { describe, expect, it } from 'vitest';
import type { BoardSpec, CardSpec } from '../contract';
import { loose } from './card.fixture';
import { nextStep } from './next';

const classes = ['cat', 'dog', 'owl'].map((name, index) => ({
  index,
  name,
  colour: '#000',
  key: `${index}`,
}));
const spec = (cards: CardSpec[], stage: Partial<BoardSpec['stage']> = {}): BoardSpec => ({
  imported: 0,
  classes,
  cards,
  texts: false,
  stage: {
    untrained: 0,
    lacks: null,
    training: null,
    get: { kind: 'query', scheme: 'RS', count: 10 },
    afterwards: null,
    ...stage,
  },
  usual: 0.8,
  undo: false,
  redo: false,
  selecting: false,
  disputed: null,
  holders: new Map(),
  guideline: null,
});
const labelled = (id: number, classIndex: number): CardSpec => ({
  ...loose(id),
  status: 'hand_labelled',
  classIndex,
  confidence: 0.8,
});

describe('what comes next', () => {
  it('is to get samples, at first and once all has been trained with', () => {
    expect(nextStep(spec([])).offer).toBe('get');
    expect(nextStep(spec([labelled(1, 0)]))).toEqual({ says: '', offer: 'get' });
  });

  it('is to label what waits, however much is labelled', () => {
    expect(nextStep(spec([labelled(1, 0), loose(2), loose(3)], { untrained: 1 }))).toEqual({
      says: '2 samples to go',
      offer: null,
    });
  });

  it('says how to answer until something is labelled', () => {
    const how = '2 samples to go: drag each into its class, or press its key';
    expect(nextStep(spec([loose(2), loose(3)])).says).toBe(how);
  });

  it('is to agree or to correct where the machine has placed samples, and says how until it is known', () => {
    const placed = (id: number): CardSpec => ({ ...labelled(id, 0), status: 'predicted' });
    const how = '2 samples to go: click those that are right (Enter), drag others into their class (its key)';
    expect(nextStep(spec([labelled(1, 0), placed(2), placed(3)])).says).toBe(how);
    const confirmed: CardSpec = { ...labelled(1, 0), status: 'confirmed' };
    expect(nextStep(spec([confirmed, placed(2), placed(3)])).says).toBe('2 samples to go');
  });

  it('is to train, and says of which classes there is no sample yet', () => {
    expect(nextStep(spec([labelled(1, 0), labelled(2, 2)], { untrained: 2 }))).toEqual({
      says: '2 new labels; no sample of dog yet',
      offer: 'train',
    });
  });

  it('is to get more once all that people disagreed on is decided', () => {
    const decided = { ...spec([labelled(1, 0)], { untrained: 1 }), disputed: new Map() };
    expect(nextStep(decided)).toEqual({ says: 'All of these are decided', offer: 'get' });
  });

  it('is to draw the evaluation set first, and to select once some of it is labelled', () => {
    const draw = { kind: 'draw', heldOutFor: 'evaluation', count: 10 } as const;
    const afterwards = { kind: 'query', scheme: 'RS', count: 10 } as const;
    const stage = { get: draw, afterwards };
    expect(nextStep(spec([], stage))).toMatchObject({ offer: 'get' });
    expect(nextStep(spec([{ ...loose(1), heldOut: true }], stage))).toMatchObject({ offer: null });
    const done = { ...labelled(1, 0), heldOut: true };
    expect(nextStep(spec([done], stage))).toEqual({ says: '1 to evaluate on', offer: 'enough' });
  });

  it('is to wait while a round trains', () => {
    const says = (trained: number) =>
      nextStep(spec([labelled(1, 0)], { untrained: 1, training: { trained, of: 4 } }));
    expect(says(0)).toEqual({ says: 'Training…', offer: null });
    expect(says(1).says).toBe('Training: 1 of 4 schemes done');
    expect(says(4).says).toBe('Finishing the round…');
  });
});
