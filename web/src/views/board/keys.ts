// What a key does to the card that has the focus.

import type { Action, CardSpec, ClassSpec } from '../contract';
import type { Bound } from '../shared/bindings.svelte';
import { percent } from '../shared/numbers';
import { clamp } from './geometry';
import { withoutPrefix } from '../shared/names';
import { isTyped, KEYS } from './typed';

const STEP = 0.05;

/** For each class the key that assigns it, or where there are more classes than keys, the first letters of its name that
 * no other name begins with; the whole name where there are none. */
export function classKeys(names: readonly string[]): string[] {
  if (!isTyped(names.length)) return names.map((_, index) => KEYS[index] ?? '');
  const typed = withoutPrefix(names).map((name) => name.toLowerCase());
  return typed.map((name) => {
    const lengths = Array.from({ length: name.length }, (_, index) => index + 1);
    const unique = lengths.find(
      (end) => typed.filter((other) => other.startsWith(name.slice(0, end))).length === 1,
    );
    return name.slice(0, unique ?? name.length);
  });
}

/** Classes are assigned by typing the first letters of their names. */
export const areTyped = (classes: readonly ClassSpec[]): boolean => isTyped(classes.length);

/** The classes that what has been typed may become. */
export function typedClasses(typed: string, classes: readonly ClassSpec[]): ClassSpec[] {
  const short = withoutPrefix(classes.map(({ name }) => name));
  return classes.filter((_, index) => short[index]?.toLowerCase().startsWith(typed));
}

/**
 * `act`: a change of the session; `answers` where it gives the card its class, so that the next card may follow.
 * `state`: how sure the person is of the class that is given next. `confirm`: what the machine said of this card, or of
 * all that are shown. `type`: one more letter of a class's name.
 */
export type CardCommand =
  | { kind: 'act'; action: Action; answers: boolean }
  | { kind: 'move'; by: number }
  | { kind: 'back' }
  | { kind: 'next' }
  | { kind: 'state'; confidence: number }
  | { kind: 'confirm'; all: boolean }
  | { kind: 'type'; letter: string };

export type Key = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What the person has stated of this card while it has had the focus, in [0, 1], or null; and the confidence of a
 * label for which none is stated. */
export type Sureness = { stated: number | null; usual: number };

/** Null for keys that mean nothing here, or nothing for this card. */
export function cardCommand(
  key: Key,
  card: CardSpec,
  classes: readonly ClassSpec[],
  sureness: Sureness,
  bound: Bound,
): CardCommand | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  const digit = key.shiftKey ? /^Digit(\d)$/.exec(key.code)?.[1] : undefined;
  if (digit) return sure(card, digit === '0' ? 1 : Number(digit) / 10);
  if (key.key === bound.confirm) return key.shiftKey ? { kind: 'confirm', all: true } : confirmed(card);
  if (key.key === bound.back) return { kind: 'back' };
  if (key.key === bound.return) return returned(card);
  switch (key.key) {
    case 'ArrowRight':
      return { kind: 'move', by: 1 };
    case 'ArrowLeft':
      return { kind: 'move', by: -1 };
    case 'ArrowUp':
    case 'ArrowDown': {
      const from = card.confidence ?? sureness.stated ?? sureness.usual;
      return sure(card, from + (key.key === 'ArrowUp' ? STEP : -STEP));
    }
    default:
      return key.shiftKey ? null : assigned(key.key, card, classes, sureness);
  }
}

const confirmed = (card: CardSpec): CardCommand | null =>
  card.status === 'predicted'
    ? { kind: 'confirm', all: false }
    : card.status === 'unlabelled'
      ? null
      : { kind: 'next' };

const returned = ({ classIndex, sampleId }: CardSpec): CardCommand | null =>
  classIndex === null ? null : { kind: 'act', action: { kind: 'return', sampleId }, answers: false };

/** Where the card has a class, it stands there at once; else the class is yet to come. */
function sure({ sampleId, classIndex }: CardSpec, wanted: number): CardCommand {
  const confidence = Math.round(clamp(wanted, 0, 1) * 100) / 100;
  if (classIndex === null) return { kind: 'state', confidence };
  return { kind: 'act', action: { kind: 'place', sampleId, classIndex, confidence }, answers: false };
}

function assigned(
  key: string,
  card: CardSpec,
  classes: readonly ClassSpec[],
  { stated }: Sureness,
): CardCommand | null {
  const letter = key.toLowerCase();
  if (areTyped(classes)) return letter.length === 1 ? { kind: 'type', letter } : null;
  const target = classes.find((candidate) => candidate.key === letter);
  return target ? answer(card, target.index, stated) : null;
}

/** Gives the card a class; `stated` null: nobody said how sure they are. */
export function answer({ sampleId }: CardSpec, classIndex: number, stated: number | null): CardCommand {
  return { kind: 'act', action: { kind: 'place', sampleId, classIndex, confidence: stated }, answers: true };
}

/** Accepts these cards where they are seen. */
export function confirmation(seen: readonly CardSpec[]): Action {
  const placed = seen.flatMap(({ sampleId, classIndex }) =>
    classIndex === null ? [] : [{ sampleId, classIndex }],
  );
  return {
    kind: 'confirm',
    sampleIds: placed.map(({ sampleId }) => sampleId),
    classIndices: placed.map(({ classIndex }) => classIndex),
  };
}

/** For the list that `?` shows: those keys that are not bound by the person. */
export const keyList = (defaultConfidence: number): readonly (readonly [string, string])[] => [
  [
    'Tab  ←  →',
    'go to the next or previous card, newest samples first; of labels of earlier rounds Tab reaches one, arrows the rest',
  ],
  [
    '0 … 9, a … z',
    `answer with that class, at ${percent(defaultConfidence)} unless you state your confidence, and go on to the next; with more classes than keys, type how the name begins`,
  ],
  ['↑  ↓', 'change the confidence by 5 points'],
  ['Shift 1 … Shift 0', 'state a confidence of 10% … 100%, before or after the class'],
  ['Shift Enter', 'confirm all predictions that are shown'],
  ['Ctrl Space', 'choose the card, to be moved with others; Shift and a click do so too'],
  ['Escape', 'let go of a dragged card where it came from, or of chosen cards; forget the letters typed'],
  ['Ctrl Z', 'undo'],
  ['Ctrl Shift Z  Ctrl Y', 'redo'],
  ['/', 'search texts or rows by their words'],
  ['?', 'show or hide this list'],
];
