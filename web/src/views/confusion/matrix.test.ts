import { describe as suite, expect, it } from 'vitest';
import { cellsOf, describe, RIGHT, shadeOf, strength, tableOf, worstShare, WRONG, written } from './matrix';

const cells = cellsOf([
  [8, 2, 0],
  [0, 0, 0],
  [1, 3, 6],
]);
const cell = (actual: number, predicted: number) => {
  const found = cells.find((c) => c.actual === actual && c.predicted === predicted);
  if (!found) throw new Error('no such cell');
  return found;
};

suite('the confusion matrix', () => {
  it('reads rows as actual and columns as predicted classes', () => {
    expect(describe(cell(2, 1), (index) => 'abc'[index] ?? '')).toBe('actual c, predicted b: 3 of 10');
  });

  it('shades mistakes by the worst of them, and an empty class not at all', () => {
    const worst = worstShare(cells);
    expect(worst).toBeCloseTo(0.3);
    expect(strength(cell(2, 1), worst)).toBeCloseTo(1);
    expect(strength(cell(0, 1), worst)).toBeGreaterThan(0.6);
    expect(strength(cell(0, 0), worst)).toBeCloseTo(0.8);
    for (const predicted of [0, 1, 2]) expect(strength(cell(1, predicted), worst)).toBe(0);
  });

  it('has nothing to emphasise when nothing is wrong', () => {
    expect(
      worstShare(
        cellsOf([
          [4, 0],
          [0, 2],
        ]),
      ),
    ).toBe(0);
    expect(strength(cell(0, 1), 0)).toBe(0);
  });
});

suite('the matrix as a table', () => {
  it('names its rows and columns', () => {
    const names = ['cat', 'dog'];
    expect(
      tableOf(
        [
          [5, 1],
          [0, 7],
        ],
        (index) => names[index] ?? '',
      ),
    ).toEqual([
      ['actual', 'cat', 'dog'],
      ['cat', 5, 1],
      ['dog', 0, 7],
    ]);
  });
});

suite('the matrix against the round before', () => {
  const before = [
    [6, 4],
    [1, 9],
  ];
  const now = [
    [9, 1],
    [3, 7],
  ];
  const compared = cellsOf(now, before);
  const at = (row: number, column: number) => compared[row * 2 + column] as (typeof compared)[number];
  const name = (index: number) => 'ab'[index] ?? '';

  it('says by how much each cell has changed, in counts or in percent of the row', () => {
    expect(compared.map((one) => written(one, false))).toEqual(['+3', '−3', '+2', '−2']);
    expect(compared.map((one) => written(one, true))).toEqual(['+30', '−30', '+20', '−20']);
    expect(written(cellsOf(now, now)[0] as (typeof compared)[number], false)).toBe('');
    expect(describe(at(0, 1), name)).toBe('actual a, predicted b: 1 of 10, 3 fewer than before');
  });

  it('colours what has become better and what has become worse, strongest where most has changed', () => {
    const shade = shadeOf(compared);
    expect(compared.map((one) => shade(one).colour)).toEqual([RIGHT, RIGHT, WRONG, WRONG]);
    expect(shade(at(0, 0)).share).toBeGreaterThan(shade(at(1, 1)).share);
    expect(shadeOf(cellsOf(now, now))(cellsOf(now, now)[0] as (typeof compared)[number]).share).toBe(0);
  });
});
