// What somebody is told who sees the page first.

import { bindings } from '../views/shared/bindings.svelte';

/** `of`: the name of the region that it speaks of. */
export type Step = { of: string; title: string; says: string };

const shown = (key: string): string => (key.length === 1 ? key.toUpperCase() : key);

/** With the keys as they are bound now. */
export function stepsOf(): Step[] {
  const { get, train, confirm } = bindings.bound;
  return [
    {
      of: 'Configuration',
      title: 'Get samples',
      says: `Get samples, or the key ${shown(get)}, brings ten onto the grey strip. The selection scheme says which.`,
    },
    {
      of: 'Classifier view',
      title: 'Label them',
      says: 'Drag each into its class, the higher the surer you are; or press the key that stands above the class.',
    },
    {
      of: 'Configuration',
      title: 'Train',
      says: `Train, or ${shown(train)}, teaches several models from your labels, each in its own way. One of them predicts.`,
    },
    {
      of: 'Classifier view',
      title: 'Agree, or correct',
      says: `What you get next comes yellow, as high as the machine is sure. ${shown(confirm)} or a click agrees; drag what is wrong.`,
    },
    {
      of: 'Confusion matrix',
      title: 'See what it has learnt',
      says: 'Accuracy, map and matrix follow each round; a cell opens its images. The key ? lists all keys, and this tour.',
    },
  ];
}
