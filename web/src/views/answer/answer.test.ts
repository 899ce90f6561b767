import { describe, expect, it } from 'vitest';
import type { Action, CardSpec } from '../contract';
import { agreed, Answers, asked, given } from './answer';

const card = (sampleId: number, more: Partial<CardSpec> = {}): CardSpec => ({
  sampleId,
  status: 'predicted',
  classIndex: 1,
  confidence: 0.4,
  source: null,
  prediction: { classIndex: 1, confidence: 0.4 },
  suggested: false,
  earlier: null,
  pending: false,
  changed: 0,
  trained: false,
  heldOut: false,
  image: '',
  text: null,
  ...more,
});

describe('one sample at a time', () => {
  it('asks about the first that waits, or about the one gone back to', () => {
    const board = { cards: [card(1, { status: 'confirmed' }), card(2), card(3)], holders: new Map() };
    expect(asked(board, null, null)?.sampleId).toBe(2);
    expect(asked(board, 1, null)?.sampleId).toBe(1);
    expect(asked(board, 9, null)?.sampleId).toBe(2);
    expect(asked({ ...board, cards: [] }, null, null)).toBeUndefined();
  });

  it('asks about what nobody else holds, and stays with what it has asked about', () => {
    const cards = [card(1, { status: 'confirmed' }), card(2), card(3)];
    const holders = new Map([[2, { says: 'held by ada', initials: 'A' }]]);
    expect(asked({ cards, holders }, null, null)?.sampleId).toBe(3);
    expect(asked({ cards, holders }, null, 2)?.sampleId).toBe(2);
    expect(asked({ cards, holders }, null, 1)?.sampleId).toBe(3);
    expect(asked({ cards: cards.slice(0, 2), holders }, null, null)?.sampleId).toBe(2);
  });

  it('states a confidence only where the person did', () => {
    expect(given(card(2), 4, null)).toMatchObject({ kind: 'place', classIndex: 4, confidence: null });
    expect(agreed(card(2), null)).toMatchObject({ kind: 'confirm', sampleIds: [2], classIndices: [1] });
    expect(agreed(card(2), 0.9)).toMatchObject({ kind: 'place', classIndex: 1, confidence: 0.9 });
    expect(agreed(card(2, { classIndex: null }), null)).toBeNull();
  });

  it('goes back through the answers, newest first', () => {
    const acts: Action[] = [];
    const answers = new Answers((action) => acts.push(action));
    for (const id of [1, 2, 3]) answers.give(given(card(id), 0, null), card(id));
    expect(acts).toHaveLength(3);
    expect(answers.before(null)).toBe(3);
    expect(answers.before(3)).toBe(2);
    expect(answers.before(1)).toBe(3);
  });
});
