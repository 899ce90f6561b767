import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { cardName, confirmable, drawnCards } from './cards';

const card = (sampleId: number, more: Partial<CardSpec> = {}): CardSpec => ({
  sampleId,
  status: 'confirmed',
  classIndex: 1,
  confidence: 0.5,
  prediction: null,
  pending: false,
  image: '',
  changed: 0,
  ...more,
});
const ids = (cards: readonly CardSpec[]) => cards.map(({ sampleId }) => sampleId);
const loose = { status: 'unlabelled', classIndex: null, confidence: null } as const;
const classes = ['zero', 'one'].map((name, index) => ({ index, name, colour: '#000000', key: `${index}` }));

describe('cards', () => {
  it('draws what waits for a person, and what was labelled last, in the order given', () => {
    const labelled = [card(1), card(3, { changed: 9 }), card(4, { changed: 7 })];
    const cards = [...labelled, card(2, loose), card(5, { status: 'predicted' })];
    const drawn = (most: number) => drawnCards(cards, 80, most).map(({ sampleId }) => sampleId);
    expect(drawn(4)).toEqual([3, 4, 2, 5]);
    expect(drawn(3)).toEqual([3, 2, 5]);
    expect(drawn(2)).toEqual([3, 2]);
    expect(drawn(9)).toEqual([1, 3, 4, 2, 5]);
  });

  it('draws no more unlabelled cards than the strip can show apart', () => {
    const crowd = Array.from({ length: 500 }, (_, index) => card(index, loose));
    expect(drawnCards(crowd, 40)).toEqual(crowd.slice(0, 40));
  });

  it('says what a card is', () => {
    const predicted = card(1234, { status: 'predicted', confidence: 0.87 });
    expect(cardName(predicted, classes)).toBe('sample 1234, predicted one at 87%');
    expect(cardName(card(3, { status: 'corrected' }), classes)).toBe('sample 3, corrected to one at 50%');
    expect(cardName(card(5, loose), classes)).toBe('sample 5, unlabelled');
  });
});

describe('confirming', () => {
  it('takes what is seen to be predicted, and leaves out what has become something else', () => {
    const shown = [1, 2, 3, 4].map((id) => card(id, { status: 'predicted', classIndex: 0 }));
    const all = [
      card(9, { status: 'predicted' }),
      card(1, { status: 'predicted', classIndex: 0, confidence: 0.9 }),
      card(2, { status: 'predicted', classIndex: 1 }),
      card(3, { status: 'corrected', classIndex: 0 }),
    ];
    expect(ids(confirmable(shown, all))).toEqual([1]);
    expect(ids(confirmable([card(5), ...all], all))).toEqual([9, 1, 2]);
  });
});
