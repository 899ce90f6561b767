import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { cardName, changedItsMind, confirmable, drawnCards, earlierStop, movedMeanwhile } from './cards';

const card = (sampleId: number, more: Partial<CardSpec> = {}): CardSpec => ({
  sampleId,
  status: 'confirmed',
  classIndex: 1,
  confidence: 0.5,
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
  ...more,
});
const ids = (cards: readonly CardSpec[]) => cards.map(({ sampleId }) => sampleId);
const loose = { status: 'unlabelled', classIndex: null, confidence: null } as const;
const classes = ['zero', 'one'].map((name, index) => ({ index, name, colour: '#000000', key: `${index}` }));

describe('cards', () => {
  it('knows what another page has moved since it was taken, and that a prediction moves nothing', () => {
    const taken = card(1, loose);
    expect(movedMeanwhile(taken, [card(1, loose)])).toBeNull();
    expect(movedMeanwhile(taken, [card(1, { status: 'predicted', changed: 5 })])).toBeNull();
    const elsewhere = card(1, { status: 'hand_labelled', changed: 5 });
    expect(movedMeanwhile(taken, [elsewhere])).toBe(elsewhere);
    expect(movedMeanwhile(taken, [card(2)])).toBeUndefined();
    const saved = card(1, { changed: 6 }); // one's own label, which has its seq by now
    expect(movedMeanwhile(card(1), [saved])).toBeNull();
    expect(movedMeanwhile(card(1), [card(1, { changed: 6, confidence: 0.9 })])).not.toBeNull();
  });

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

  it('lets Tab reach one label of an earlier round: the one that had the focus, while it is there', () => {
    const cards = [card(1), card(2, { trained: true }), card(3, { trained: true }), card(4, loose)];
    expect(earlierStop(cards, null)).toBe(2);
    expect(earlierStop(cards, 3)).toBe(3);
    expect(earlierStop(cards, 9)).toBe(2);
    expect(earlierStop([card(1)], 3)).toBeNull();
  });

  it('says what a card is', () => {
    const predicted = card(1234, { status: 'predicted', confidence: 0.87 });
    expect(cardName(predicted, classes)).toBe('sample 1234, predicted one at 87%');
    expect(cardName(card(3, { status: 'corrected' }), classes)).toBe('sample 3, corrected to one at 50%');
    expect(cardName(card(5, loose), classes)).toBe('sample 5, unlabelled');
  });

  it('says whose the confidence of a label is, where that is known', () => {
    const said = (more: Partial<CardSpec>) => cardName(card(3, more), classes);
    expect(said({ source: 'stated' })).toBe('sample 3, confirmed as one at 50% (stated)');
    expect(said({ source: 'accepted' })).toBe('sample 3, confirmed as one at 50% (the machine’s)');
    expect(said({ status: 'hand_labelled', source: 'default' })).toBe(
      'sample 3, labelled one at 50% (default)',
    );
    expect(said({})).toBe('sample 3, confirmed as one at 50%');
  });

  it('says what the machine had said of a label that stands elsewhere', () => {
    const corrected = { status: 'corrected', source: 'default', earlier: { classIndex: 1, confidence: 0.9 } };
    const prediction = { classIndex: 0, confidence: 0.61 };
    expect(cardName(card(3, { ...corrected, prediction } as Partial<CardSpec>), classes)).toBe(
      'sample 3, corrected to one at 50% (default); the machine said zero at 61%',
    );
  });

  it('says what the machine said before, where it has changed its mind and nobody has acted on it', () => {
    const moved = card(3, {
      status: 'predicted',
      confidence: 0.36,
      earlier: { classIndex: 0, confidence: 0.61 },
    });
    expect(cardName(moved, classes)).toBe('sample 3, predicted one at 36%, before zero at 61%');
    const surer = { ...moved, earlier: { classIndex: 1, confidence: 0.61 } };
    expect(cardName(surer, classes)).toBe('sample 3, predicted one at 36%');
    const acted = { ...moved, status: 'confirmed' } as const;
    const first = { ...moved, earlier: null };
    expect([moved, surer, acted, first].map(changedItsMind)).toEqual([true, false, false, false]);
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
