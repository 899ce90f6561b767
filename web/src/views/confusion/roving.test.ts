import { expect, it } from 'vitest';
import { placeAfter, type Place } from './roving';

const after = (keys: readonly string[], from: Place, ctrlKey = false): Place =>
  keys.reduce((at, key) => placeAfter({ key, ctrlKey }, at, 40) ?? at, from);

it('goes from cell to cell, and to the names before rows and above columns, but not to the corner', () => {
  const first = { actual: 0, predicted: 0 };
  expect(after(['ArrowRight', 'ArrowDown', 'ArrowDown'], first)).toEqual({ actual: 2, predicted: 1 });
  expect(after(['ArrowLeft'], first)).toEqual({ actual: 0, predicted: -1 });
  expect(after(['ArrowLeft', 'ArrowUp'], first)).toEqual({ actual: 0, predicted: -1 });
  expect(after(['ArrowUp', 'ArrowLeft', 'ArrowRight'], first)).toEqual({ actual: -1, predicted: 1 });
});

it('stays inside, however large the step', () => {
  const last = { actual: 39, predicted: 39 };
  expect(after(['ArrowRight', 'ArrowDown', 'PageDown'], last)).toEqual(last);
  expect(after(['PageUp', 'PageUp'], last)).toEqual({ actual: 19, predicted: 39 });
  expect(after(['Home'], last)).toEqual({ actual: 39, predicted: -1 });
  expect(after(['Home'], last, true)).toEqual({ actual: 0, predicted: 0 });
  expect(after(['End'], { actual: 3, predicted: 4 })).toEqual({ actual: 3, predicted: 39 });
  expect(after(['End'], { actual: 3, predicted: 4 }, true)).toEqual(last);
});

it('leaves other keys to others', () => {
  expect(placeAfter({ key: 'Tab', ctrlKey: false }, { actual: 0, predicted: 0 }, 3)).toBeNull();
});
