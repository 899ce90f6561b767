// What a key does to the card that has the focus.

import type { Action, CardSpec, ClassSpec } from '../contract';
import { percent } from '../shared/numbers';
import { clamp } from './geometry';

const STEP = 0.05;
const KEYS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** 0 to 9 for the first ten classes, then letters; null from the 37th on. */
export const classKey = (index: number): string | null => KEYS[index] ?? null;

export type CardCommand = { kind: 'act'; action: Action } | { kind: 'move'; by: number };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Null for keys that mean nothing here, or nothing for this card. */
export function cardCommand(key: Key, card: CardSpec, classes: readonly ClassSpec[]): CardCommand | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  switch (key.key) {
    case 'ArrowRight':
      return { kind: 'move', by: 1 };
    case 'ArrowLeft':
      return { kind: 'move', by: -1 };
    case 'ArrowUp':
      return raised(card, STEP);
    case 'ArrowDown':
      return raised(card, -STEP);
    case 'Delete':
    case 'Backspace':
      return card.classIndex === null ? null : act({ kind: 'return', sampleId: card.sampleId });
    case 'Enter':
      return card.status === 'predicted' ? act(confirmation([card])) : null;
    default:
      return assigned(key.key, card, classes);
  }
}

function raised(card: CardSpec, by: number): CardCommand | null {
  if (card.classIndex === null || card.confidence === null) return null;
  const confidence = Math.round(clamp(card.confidence + by, 0, 1) * 100) / 100;
  return act({ kind: 'place', sampleId: card.sampleId, classIndex: card.classIndex, confidence });
}

function assigned(key: string, card: CardSpec, classes: readonly ClassSpec[]): CardCommand | null {
  const target = classes.find((candidate) => candidate.key === key.toLowerCase());
  if (!target) return null;
  return act({ kind: 'place', sampleId: card.sampleId, classIndex: target.index, confidence: null });
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

const act = (action: Action): CardCommand => ({ kind: 'act', action });

/** For the list that `?` shows. */
export const keyList = (defaultConfidence: number): readonly (readonly [string, string])[] => [
  ['Tab  ←  →', 'go to the next or previous card, newest samples first'],
  [
    '0 … 9, a … z',
    `put the sample into that class, at ${percent(defaultConfidence)} until you state your confidence`,
  ],
  ['↑  ↓', 'change the confidence by 5 points'],
  ['Enter', 'confirm the machine’s prediction'],
  ['Delete  Backspace', 'put the sample back into the unlabelled strip'],
  ['Escape', 'let go of a dragged card where it came from'],
  ['Ctrl Z', 'undo'],
  ['Ctrl Shift Z  Ctrl Y', 'redo'],
  ['?', 'show or hide this list'],
];
