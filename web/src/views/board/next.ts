// What the strip says: what comes next.

import { plural } from '../shared/numbers';
import type { BoardSpec } from '../contract';
import { isOpen } from './cards';

/** At most as many classes are named as have no label yet. */
const NAMED = 6;

/** `offer`: what can be asked for with a button beside these words. */
export type Next = { says: string; offer: 'get' | 'train' | null };

export function nextStep({ cards, classes, selecting, stage }: BoardSpec): Next {
  if (selecting) return { says: 'Selecting samples…', offer: null };
  if (cards.length === 0) {
    const how =
      'Then drag each into its class, the higher, the surer you are; or press the key of its class.';
    return { says: how, offer: 'get' };
  }
  const open = cards.filter(isOpen).length;
  if (open > 0) return { says: `${plural(open, 'sample')} to go`, offer: null };
  if (stage.training) return { says: 'Training…', offer: null };
  if (stage.untrained === 0) return { says: '', offer: 'get' };
  const labelled = new Set(cards.map(({ classIndex }) => classIndex));
  const without = classes.filter(({ index }) => !labelled.has(index)).map(({ name }) => name);
  const more = without.length > NAMED ? ` and ${without.length - NAMED} others` : '';
  const missing = without.length > 0 ? `; no sample of ${without.slice(0, NAMED).join(', ')}${more} yet` : '';
  return { says: `${plural(stage.untrained, 'new label')}${missing}`, offer: 'train' };
}
