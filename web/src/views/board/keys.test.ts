import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { cardCommand, classKey, keyList } from './keys';

const classes = Array.from({ length: 12 }, (_, index) => ({
  index,
  name: `class ${index}`,
  colour: '#000000',
  key: classKey(index),
}));
const card: CardSpec = {
  sampleId: 7,
  status: 'predicted',
  classIndex: 3,
  confidence: 0.87,
  source: null,
  prediction: { classIndex: 3, confidence: 0.87 },
  earlier: null,
  pending: false,
  image: '',
  text: null,
  changed: 0,
};
const loose: CardSpec = {
  ...card,
  status: 'unlabelled',
  classIndex: null,
  confidence: null,
  prediction: null,
};
const press = (key: string, on = card, ctrlKey = false) =>
  cardCommand({ key, ctrlKey, metaKey: false, altKey: false }, on, classes);

describe('keys on a card', () => {
  it('assign a class: digits, then letters; no confidence is stated by that', () => {
    expect(press('4')).toMatchObject({ action: { kind: 'place', classIndex: 4, confidence: null } });
    expect(press('b', loose)).toMatchObject({ action: { classIndex: 11, confidence: null } });
    expect(press('c')).toBeNull();
    expect(classKey(36)).toBeNull();
  });

  it('change the confidence in steps that end at 0 and 1', () => {
    expect(press('ArrowUp')).toMatchObject({ action: { classIndex: 3, confidence: 0.92 } });
    expect(press('ArrowDown')).toMatchObject({ action: { confidence: 0.82 } });
    expect(press('ArrowUp', { ...card, confidence: 0.99 })).toMatchObject({ action: { confidence: 1 } });
    expect(press('ArrowDown', { ...card, confidence: 0.02 })).toMatchObject({ action: { confidence: 0 } });
    expect(press('ArrowUp', loose)).toBeNull();
  });

  it('confirm only what the machine placed, return only what has a class', () => {
    expect(press('Enter')).toMatchObject({
      action: { kind: 'confirm', sampleIds: [7], classIndices: [3] },
    });
    expect(press('Enter', { ...card, status: 'confirmed' })).toBeNull();
    expect(press('Delete')).toMatchObject({ action: { kind: 'return', sampleId: 7 } });
    expect(press('Backspace', loose)).toBeNull();
  });

  it('are listed with the confidence that a class key gives', () => {
    const said = new Map(keyList(0.65)).get('0 … 9, a … z');
    expect(said).toBe('put the sample into that class, at 65% until you state your confidence');
  });

  it('leave shortcuts with modifiers to the page', () => {
    expect(press('3', card, true)).toBeNull();
  });
});
