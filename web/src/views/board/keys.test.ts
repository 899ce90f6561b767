import { describe, expect, it } from 'vitest';
import type { CardSpec } from '../contract';
import { usualKeys } from '../shared/bindings.svelte';
import { loose } from './card.fixture';
import { areTyped, cardCommand, classKeys, keyList, typedClasses, type Key } from './keys';

const classesOf = (names: readonly string[]) =>
  names.map((name, index) => ({ index, name, colour: '#000000', key: classKeys(names)[index] ?? '' }));
const classes = classesOf(Array.from({ length: 12 }, (_, index) => `class ${index}`));
const card: CardSpec = {
  ...loose(7),
  status: 'predicted',
  classIndex: 3,
  confidence: 0.87,
  prediction: { classIndex: 3, confidence: 0.87 },
};
const plain = { code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const press = (key: string, on = card, more: Partial<Key> = {}, stated: number | null = null) =>
  cardCommand({ ...plain, key, ...more }, on, classes, { stated, usual: 0.8 }, usualKeys());
const shifted = (digit: string, on = card) => press('&', on, { shiftKey: true, code: `Digit${digit}` });

describe('keys on a card', () => {
  it('assign a class: digits, then letters; no confidence is stated by that', () => {
    expect(press('4')).toMatchObject({
      answers: true,
      action: { kind: 'place', classIndex: 4, confidence: null },
    });
    expect(press('b', loose(7))).toMatchObject({ action: { classIndex: 11, confidence: null } });
    expect(press('c')).toBeNull();
  });

  it('leave the keys that get samples and train alone', () => {
    const keys = classKeys(Array.from({ length: 33 }, (_, index) => `class ${index}`));
    expect(keys).not.toContain('g');
    expect(keys).not.toContain('t');
    expect(new Set(keys).size).toBe(33);
  });

  it('change the confidence in steps that end at 0 and 1', () => {
    expect(press('ArrowUp')).toMatchObject({ answers: false, action: { classIndex: 3, confidence: 0.92 } });
    expect(press('ArrowDown')).toMatchObject({ action: { confidence: 0.82 } });
    expect(press('ArrowUp', { ...card, confidence: 0.99 })).toMatchObject({ action: { confidence: 1 } });
    expect(press('ArrowDown', { ...card, confidence: 0.02 })).toMatchObject({ action: { confidence: 0 } });
  });

  it('state a confidence before the class as well, which the class then takes', () => {
    expect(shifted('7', loose(7))).toEqual({ kind: 'state', confidence: 0.7 });
    expect(shifted('0', loose(7))).toEqual({ kind: 'state', confidence: 1 });
    expect(press('ArrowDown', loose(7))).toEqual({ kind: 'state', confidence: 0.75 });
    expect(press('ArrowDown', loose(7), {}, 0.7)).toEqual({ kind: 'state', confidence: 0.65 });
    expect(shifted('7')).toMatchObject({ action: { classIndex: 3, confidence: 0.7 }, answers: false });
    expect(press('4', loose(7), {}, 0.7)).toMatchObject({ action: { classIndex: 4, confidence: 0.7 } });
  });

  it('confirm what the machine placed, or all of it; go on from what has its label', () => {
    expect(press('Enter')).toEqual({ kind: 'confirm', all: false });
    expect(press('Enter', card, { shiftKey: true })).toEqual({ kind: 'confirm', all: true });
    expect(press('Enter', { ...card, status: 'confirmed' })).toEqual({ kind: 'next' });
    expect(press('Enter', loose(7))).toBeNull();
  });

  it('go back, and return only what has a class', () => {
    expect(press('Backspace')).toEqual({ kind: 'back' });
    expect(press('Delete')).toMatchObject({ action: { kind: 'return', sampleId: 7 } });
    expect(press('Delete', loose(7))).toBeNull();
  });

  it('are listed with the confidence that a class key gives', () => {
    const said = new Map(keyList(0.65)).get('0 … 9, a … z');
    expect(said).toContain('at 65% unless you state your confidence');
  });

  it('leave shortcuts with modifiers to the page', () => {
    expect(press('3', card, { ctrlKey: true })).toBeNull();
  });
});

describe('more classes than keys', () => {
  const trees = ['oak', 'olive', 'ash', 'aspen', 'pine', 'pineapple'];
  const others = Array.from({ length: 33 }, (_, index) => `w${index}x`);
  const forest = classesOf([...trees, ...others].map((name) => `leaf of ${name}`));

  it('are assigned by the first letters that no other name begins with', () => {
    expect(areTyped(forest)).toBe(true);
    expect(forest.slice(0, 6).map(({ key }) => key)).toEqual(['oa', 'ol', 'ash', 'asp', 'pine', 'pinea']);
  });

  it('are narrowed down letter by letter', () => {
    const names = (typed: string) => typedClasses(typed, forest).map(({ name }) => name);
    expect(names('as')).toEqual(['leaf of ash', 'leaf of aspen']);
    expect(names('oa')).toEqual(['leaf of oak']);
    expect(names('q')).toEqual([]);
  });

  it('take letters as letters, and commands with Shift', () => {
    const typed = (key: string, shiftKey = false) =>
      cardCommand({ ...plain, key, shiftKey }, card, forest, { stated: null, usual: 0.8 }, usualKeys());
    expect(typed('g')).toEqual({ kind: 'type', letter: 'g' });
    expect(typed('G', true)).toBeNull();
  });
});
