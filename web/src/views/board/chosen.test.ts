import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { loose } from './card.fixture';
import { Chosen, together } from './chosen.svelte';

const cardOf = (over: Partial<CardSpec>): CardSpec => ({ ...loose(0), ...over });
const [first, second] = [loose(1), loose(2)];
const open = [first, second];
const predicted = cardOf({ sampleId: 3, status: 'predicted', classIndex: 4 });
const labelled = cardOf({ sampleId: 5, status: 'confirmed', classIndex: 4 });
const held = cardOf({ sampleId: 6, heldOut: true });
const place = { kind: 'place', sampleId: 1, classIndex: 7, confidence: 0.8 } as const;

describe('cards that are chosen', () => {
  it('move with each of them, and with no other', () => {
    const chosen = new Chosen();
    open.forEach((card) => chosen.toggle(card));
    chosen.toggle(predicted);
    chosen.toggle(predicted);
    const all = [...open, predicted];
    expect(chosen.with(second, all)).toEqual(open);
    expect(chosen.with(predicted, all)).toEqual([predicted]);
    chosen.clear();
    expect(chosen.with(second, all)).toEqual([second]);
  });

  it('are labelled in one step where nobody has labelled them, and each by itself where somebody has', () => {
    expect(together(place, [...open, predicted, labelled, held])).toEqual([
      { kind: 'label', sampleIds: [1, 2, 3], classIndex: 7, confidence: 0.8 },
      { ...place, sampleId: 5 },
      { ...place, sampleId: 6 },
    ]);
    expect(together(place, [labelled, held])).toHaveLength(2);
  });

  it('go back together, those that are somewhere', () => {
    const back = { kind: 'return', sampleId: 3 } as const;
    expect(together(back, [...open, predicted, labelled])).toEqual([back, { ...back, sampleId: 5 }]);
  });

  it('leave what is asked of one card, or of the session, as it is', () => {
    expect(together(place, open.slice(0, 1))).toEqual([place]);
    expect(together({ kind: 'train' }, open)).toEqual([{ kind: 'train' }]);
  });
});
