import { expect, it } from 'vitest';
import { namedWith } from './cards';
import { loose } from './card.fixture';
import { Drawn, type DrawnCard } from './drawn';

const classes = ['a', 'b'].map((name, index) => ({ index, name, colour: '#000', key: name }));
const at = { x: 10, y: 10, size: 30 };

const drawn = (sampleId: number, more: Partial<DrawnCard> = {}): DrawnCard => ({
  ...{
    card: CARDS[sampleId] ?? loose(sampleId),
    name: `sample ${sampleId}`,
    said: NOTHING,
    at,
    holder: null,
  },
  ...{ across: null, height: null, small: false, stop: true, raised: false, front: false, chosen: null },
  ...{ lit: false, dimmed: false, dragged: false, fixed: false, ...more },
});

const CARDS = [0, 1, 2].map(loose);
const NOTHING: DrawnCard['said'] = [];

it('keeps what is said of a card as long as nothing about it changes', () => {
  const board = new Drawn();
  const before = board.keep([drawn(0), drawn(1), drawn(2)]);
  const now = board.keep([drawn(2), drawn(1, { lit: true }), drawn(0)]);
  expect(now.map(({ card }) => card.sampleId)).toEqual([2, 1, 0]);
  expect(now[0]).toBe(before[2]);
  expect(now[1]).toEqual(drawn(1, { lit: true }));
  expect(now[2]).toBe(before[0]);
});

it('draws a card anew that has another place, and one that has come back', () => {
  const board = new Drawn();
  const [before] = board.keep([drawn(0)]);
  const [moved] = board.keep([drawn(0, { at: { ...at, x: 20 } })]);
  expect(moved?.at.x).toBe(20);
  board.keep([]);
  expect(board.keep([drawn(0)])[0]).not.toBe(before);
});

it('names a card anew where classes or what people said of it differ', () => {
  const card = { ...loose(7), classIndex: 0, confidence: 0.5, status: 'predicted' as const };
  const named = namedWith(card, classes, null);
  expect(namedWith(card, classes, null)).toBe(named);
  const renamed = classes.map((one) => ({ ...one, name: `class ${one.name}` }));
  expect(namedWith(card, renamed, null).name).toContain('class a');
  const said = new Map([[7, { candidates: [{ classIndex: 1, confidence: null }], reason: null }]]);
  expect(namedWith(card, classes, said).said).toHaveLength(1);
});
