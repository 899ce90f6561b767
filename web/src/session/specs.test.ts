import { describe, expect, it } from 'vitest';
import { fold } from './fold';
import type { Pending } from './intents';
import { overlay } from './overlay';
import { faceOf } from './face';
import { boardSpec, shownRound } from './specs';
import type { Placement } from './types';
import { events } from './version1.fixture';

const truth = fold(events.slice(0, 15));
const move: Pending = {
  key: 'k',
  at: 0,
  settledAt: null,
  action: { kind: 'place', sampleId: 72, classIndex: 0, confidence: 0.6 },
};

const face = (sampleId: number) => ({ image: String(sampleId), text: null });

describe('what the board shows', () => {
  it('changes for the card that is moved, and is the very same object for every other', () => {
    const before = boardSpec(truth, [], [], face).cards;
    const after = boardSpec(overlay(truth, [move]), [move], [], face).cards;
    const changed = after.filter((card) => !before.includes(card));
    expect(changed).toMatchObject([{ sampleId: 72, classIndex: 0, status: 'corrected', pending: true }]);
    expect(after).toHaveLength(before.length);
  });

  it('says whose the confidence is, and what two models said of the sample', () => {
    const before = truth.board.get(72);
    if (!before) throw new Error('the log has sample 72 on the board');
    const { prediction } = before;
    const placed: Placement = {
      ...before,
      source: 'default',
      earlier_prediction: { class_index: 9, confidence: 0.6, probabilities: [] },
    };
    const [card] = boardSpec({ ...truth, board: new Map([[72, placed]]) }, [], [], face).cards;
    expect(card).toMatchObject({ source: 'default', earlier: { classIndex: 9, confidence: 0.6 } });
    expect(card?.prediction).toEqual({
      classIndex: prediction?.class_index,
      confidence: prediction?.confidence,
    });
  });

  it('tells a saved card from one that is on the way', () => {
    const on = (pending: Pending[]) =>
      boardSpec(truth, pending, [], face).cards.find(({ sampleId }) => sampleId === 72)?.pending;
    expect([on([move]), on([]), on([move])]).toEqual([true, false, true]);
  });
});

describe('the addresses of pictures', () => {
  it('name the dataset by its digest too, as another dataset may come to bear the name', () => {
    const digest = 'abcdef0123456789'.repeat(4);
    const dataset = { name: 'a b', modality: 'image', digest };
    const asked: string[] = [];
    const textAt = (address: string) => Promise.resolve(String(asked.push(address)));
    expect(faceOf(dataset, textAt)(72).image).toBe('/api/datasets/a%20b/samples/72/image?v=abcdef012345');
    expect(faceOf({ ...dataset, modality: 'text' }, textAt)(72)).toMatchObject({ image: '' });
    expect(asked).toEqual(['/api/datasets/a%20b/samples/72/card?v=abcdef012345']);
  });
});

describe('a row of a table', () => {
  const dataset = { name: 'people', modality: 'tabular', digest: '0'.repeat(64) };
  const textAt = () => Promise.resolve(JSON.stringify({ age: 30, job: null, hours: 40, town: 'x' }));
  const cardOf = (columns: string[]) => faceOf(dataset, textAt, 'pool', columns)(0).text;

  it('shows its first three columns on a card, or those that are chosen, in their order', async () => {
    expect(await cardOf([])).toBe('age: 30 · job: – · hours: 40');
    expect(await cardOf(['town', 'age', 'nowhere'])).toBe('age: 30 · town: x');
    expect(await cardOf(['nowhere'])).toBe('age: 30 · job: – · hours: 40');
  });
});

describe('the round whose results are shown', () => {
  it('is the one pointed at, and the newest finished one while that is none of them', () => {
    const rounds = [{ round: 1 }, { round: 2 }];
    expect(shownRound(rounds, 1)).toBe(1);
    expect(shownRound(rounds, null)).toBe(2);
    expect(shownRound(rounds, 3)).toBe(2);
    expect(shownRound([], 1)).toBeNull();
  });
});
