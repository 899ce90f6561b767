// What the strip says: what comes next.

import { count, plural } from '../shared/numbers';
import type { BoardSpec, Stage } from '../contract';
import { isOpen } from './cards';

/** At most as many classes are named as have no label yet. */
const NAMED = 6;

/** `offer`: what can be asked for with a button beside these words. */
export type Next = { says: string; offer: 'get' | 'train' | 'both' | 'enough' | null };

export function nextStep({ cards, classes, selecting, stage, imported, disputed }: BoardSpec): Next {
  if (selecting) return { says: 'Selecting samples…', offer: null };
  if (stage.afterwards && !cards.some(isOpen)) return evaluationStep(cards.length);
  if (cards.length === 0 && imported > 0 && stage.untrained > 0 && !stage.training) {
    return { says: `${plural(imported, 'imported label')}, or train with these first`, offer: 'both' };
  }
  if (cards.length === 0 && disputed) {
    return { says: 'on which people disagree: see what they said, and decide.', offer: 'get' };
  }
  if (cards.length === 0) {
    const how = 'Then drag each into its class, the higher the surer you are; or press the key of its class.';
    return { says: how, offer: 'get' };
  }
  const open = cards.filter(isOpen);
  if (open.length > 0)
    return { says: `${plural(open.length, 'sample')} to go${howTo(cards, open)}`, offer: null };
  if (disputed) return { says: 'All of these are decided', offer: 'get' };
  if (stage.training) return { says: trainingSays(stage.training), offer: null };
  if (stage.untrained === 0) return { says: '', offer: 'get' };
  if (stage.lacks) return { says: lackingSays(stage.untrained, stage.lacks), offer: 'get' };
  const labelled = new Set(cards.filter(({ heldOut }) => !heldOut).map(({ classIndex }) => classIndex));
  const without =
    imported > 0 ? [] : classes.filter(({ index }) => !labelled.has(index)).map(({ name }) => name);
  const more = without.length > NAMED ? ` and ${without.length - NAMED} others` : '';
  const missing = without.length > 0 ? `; no sample of ${without.slice(0, NAMED).join(', ')}${more} yet` : '';
  return { says: `${plural(stage.untrained, 'new label')}${missing}`, offer: 'train' };
}

/** How to answer, until somebody has answered one of these; predictions by what agrees with them, too. */
function howTo(cards: BoardSpec['cards'], open: BoardSpec['cards']): string {
  const known = cards.some(({ status }) => status === 'confirmed' || status === 'corrected');
  if (!known && open.every(({ status }) => status === 'predicted')) {
    return ': click those that are right (Enter), drag others into their class (its key)';
  }
  return open.length === cards.length && open.every(({ status }) => status === 'unlabelled')
    ? ': drag each into its class, or press its key'
    : '';
}

function trainingSays({ trained, of }: NonNullable<Stage['training']>): string {
  if (trained === 0) return 'Training…';
  return trained < of ? `Training: ${trained} of ${plural(of, 'scheme')} done` : 'Finishing the round…';
}

/** What a first training waits for. */
function lackingSays(labels: number, { classes, labels: each, enough }: NonNullable<Stage['lacks']>): string {
  const asked = each === 1 ? `labels in ${classes} classes` : `${each} labels in each of ${classes} classes`;
  return `${plural(labels, 'label')}; a first training needs ${asked}, ${enough.length} so far`;
}

/** Before samples are selected to learn from, while more may be drawn to evaluate on. */
function evaluationStep(labels: number): Next {
  if (labels > 0) return { says: `${count(labels)} to evaluate on`, offer: 'enough' };
  const why = 'First a random set to evaluate on. It is locked, and tells how good a model is.';
  return { says: why, offer: 'get' };
}
