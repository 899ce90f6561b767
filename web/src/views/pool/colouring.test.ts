import { describe, expect, it } from 'vitest';
import { coloursOf, groupsOf, legend } from './colouring';

const classes = ['cat', 'dog', 'owl'].map((name, index) => ({
  index,
  name,
  colour: ['#ff0000', '#00ff00', '#0000ff'][index] ?? '',
  key: `${index}`,
}));
const predictions = {
  round: 2,
  scheme: 'IDA',
  classes: Uint16Array.of(0, 2, 2, 0, 2),
  confidences: Uint8Array.of(255, 120, 128, 192, 230),
};

describe('points coloured by what the machine predicts', () => {
  it('have a legend of the classes that there are, with counts', () => {
    expect(legend('prediction', predictions, classes)).toEqual([
      { key: 0, title: 'cat', colour: '#ff0000', count: 2 },
      { key: 2, title: 'owl', colour: '#0000ff', count: 3 },
    ]);
  });

  it('are in their class’s colour, and step back where another entry is chosen', () => {
    const entries = legend('prediction', predictions, classes);
    const colours = coloursOf(groupsOf('prediction', predictions), entries, null);
    expect([...colours.slice(0, 3)]).toEqual([255, 0, 0]);
    expect([...colours.slice(4, 7)]).toEqual([0, 0, 255]);
    const only = coloursOf(groupsOf('prediction', predictions), entries, 2);
    expect(only[3]).toBeLessThan(60);
    expect([...only.slice(4, 8)]).toEqual([...colours.slice(4, 8)]);
  });

  it('are 55,000 within 100 ms', () => {
    const many = {
      ...predictions,
      classes: Uint16Array.from({ length: 55_000 }, (_, index) => index % 3),
      confidences: Uint8Array.from({ length: 55_000 }, (_, index) => index % 256),
    };
    const begun = performance.now();
    for (const by of ['prediction', 'confidence'] as const) {
      coloursOf(groupsOf(by, many), legend(by, many, classes), null);
    }
    expect(performance.now() - begun).toBeLessThan(2 * 100);
  });
});

describe('points coloured by confidence', () => {
  it('fall into bands', () => {
    const found = legend('confidence', predictions, classes).map(({ key, count }) => [key, count]);
    expect(found).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
  });
});
