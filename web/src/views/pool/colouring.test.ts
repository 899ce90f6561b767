import { describe, expect, it } from 'vitest';
import type { OnMap, PoolSpec, Said } from '../contract';
import { choices, chosenBy } from './choices';
import { coloursOf, grouped, legend, type Colouring } from './colouring';

const classes = ['cat', 'dog', 'owl'].map((name, index) => ({
  index,
  name,
  colour: ['#ff0000', '#00ff00', '#0000ff'][index] ?? '',
  key: `${index}`,
}));
const NONE = 65535;
const said = (scheme: string, predicted: number[], confidences = predicted.map(() => 255)): Said => ({
  round: 2,
  scheme,
  classes: Uint16Array.from(predicted),
  confidences: Uint8Array.from(confidences),
});
const onMap = (label: number | null, round: number): OnMap => ({
  classIndex: label ?? 0,
  label,
  confidence: 0.9,
  prediction: null,
  status: label === null ? 'predicted' : 'confirmed',
  round,
});
const known: Parameters<typeof grouped>[1] = {
  count: 5,
  classes,
  board: new Map([
    [0, onMap(1, 1)],
    [3, onMap(null, 2)],
    [4, onMap(1, 2)],
  ]),
  rounds: 3,
  predictions: said('IDA', [0, 2, 2, 0, NONE], [255, 120, 128, 192, 0]),
  first: said('CBA', [1, 2, 1, 0, 1]),
  second: said('IL', [0, 2, 1, NONE, 1]),
};

const entries = (colouring: Colouring, of = known) => {
  const grouping = grouped(colouring, of);
  return grouping && legend(grouping).map(({ title, count }) => [title, count]);
};

describe('points coloured', () => {
  it('by prediction have a legend of the classes that there are, with counts', () => {
    expect(entries({ by: 'prediction' })).toEqual([
      ['cat', 2],
      ['owl', 2],
    ]);
  });

  it('by class leave out the words that all names begin with', () => {
    const digits = classes.map((one) => ({ ...one, name: `digit ${one.name}` }));
    expect(entries({ by: 'prediction' }, { ...known, classes: digits })).toEqual(
      entries({ by: 'prediction' }),
    );
  });

  it('by confidence fall into bands, those of which nothing is said into none', () => {
    expect(entries({ by: 'confidence' })).toEqual([
      ['below 50%', 1],
      ['50 to 75%', 1],
      ['75 to 90%', 1],
      ['90% and more', 1],
    ]);
  });

  it('by label leave out what nobody has labelled, the machine’s placements included', () => {
    expect(entries({ by: 'label' })).toEqual([['dog', 2]]);
  });

  it('by round are those on the board, as they were selected', () => {
    expect(entries({ by: 'round' })).toEqual([
      ['round 1', 1],
      ['round 2', 2],
    ]);
  });

  it('by what a scheme inferred are in the classes that it gave them', () => {
    expect(entries({ by: 'inferred', scheme: 'IL' })).toEqual([
      ['cat', 1],
      ['dog', 2],
      ['owl', 1],
    ]);
  });

  it('by how sure inferred labels are fall into the bands of confidence', () => {
    const second = said('IL', [0, 2, 1, NONE, 1], [255, 100, 255, 0, 200]);
    expect(entries({ by: 'certainty', scheme: 'IL' }, { ...known, second })).toEqual([
      ['below 50%', 1],
      ['75 to 90%', 1],
      ['90% and more', 2],
    ]);
  });

  it('by disagreement tell where two schemes say the same, of what both speak of', () => {
    expect(entries({ by: 'disagreement', scheme: 'IL' })).toEqual([
      ['IDA and IL agree', 2],
      ['differ', 1],
    ]);
    expect(entries({ by: 'disagreement', scheme: 'IL', first: 'CBA' })).toEqual([
      ['CBA and IL agree', 3],
      ['differ', 1],
    ]);
  });

  it('by what is not known are in no groups', () => {
    const nothing = { ...known, predictions: null, second: null };
    for (const by of ['prediction', 'confidence'] as const) expect(entries({ by }, nothing)).toBeNull();
    expect(entries({ by: 'disagreement', scheme: 'IL' }, { ...known, second: null })).toBeNull();
  });

  it('are in their group’s colour, and step back where another is chosen', () => {
    const grouping = grouped({ by: 'prediction' }, known);
    if (!grouping) throw new Error('predictions are known');
    const colours = coloursOf(grouping, null);
    expect([...colours.slice(0, 3)]).toEqual([255, 0, 0]);
    expect([...colours.slice(4, 7)]).toEqual([0, 0, 255]);
    const only = coloursOf(grouping, 2);
    expect(only[3]).toBeLessThan(60);
    expect([...only.slice(4, 8)]).toEqual([...colours.slice(4, 8)]);
  });

  it('are 55,000 within 100 ms', () => {
    const ids = Array.from({ length: 55_000 }, (_, index) => index);
    const many = {
      ...known,
      count: ids.length,
      predictions: said(
        'IDA',
        ids.map((id) => id % 3),
        ids.map((id) => id % 256),
      ),
      second: said(
        'IL',
        ids.map((id) => (id >> 1) % 3),
      ),
    };
    const all: Colouring[] = [
      ...(['label', 'prediction', 'confidence', 'round'] as const).map((by) => ({ by })),
      ...(['inferred', 'disagreement'] as const).map((by) => ({ by, scheme: 'IL' })),
    ];
    const begun = performance.now();
    for (const colouring of all) {
      const grouping = grouped(colouring, many);
      if (!grouping) throw new Error(`${colouring.by} is known`);
      legend(grouping);
      coloursOf(grouping, null);
    }
    expect(performance.now() - begun).toBeLessThan(all.length * 100);
  });
});

describe('what the map may be coloured by', () => {
  const schemes: PoolSpec['schemes'] = { predicting: 'IDA', inferring: ['IL', 'ILS'], others: ['IL', 'ILS'] };

  it('names the schemes that there are', () => {
    const titles = choices(schemes).map(({ title }) => title);
    expect(titles).toContain('inferred by ILS');
    expect(titles).toContain('how sure that is, ILS');
    expect(titles).toContain('IDA against IL');
    expect(titles).toContain('IL against ILS');
    expect(titles).toHaveLength(new Set(titles).size);
  });

  it('means what it names', () => {
    for (const { name } of choices(schemes)) {
      const colouring = chosenBy(name);
      const first = colouring.by === 'disagreement' && colouring.first ? [colouring.first] : [];
      const schemes = 'scheme' in colouring ? [colouring.scheme, ...first] : [];
      expect([colouring.by, ...schemes].join(':')).toBe(name);
    }
    expect(chosenBy('weather')).toEqual({ by: 'nothing' });
    expect(chosenBy('inferred')).toEqual({ by: 'nothing' });
  });
});
