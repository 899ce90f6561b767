// What the map may be coloured by, as a list offers it and a browser remembers it.

import type { PoolSpec } from '../contract';
import type { Colouring } from './colouring';

export type ColourChoice = { name: string; title: string };

/** `inferring`: schemes of the last round that inferred labels; `others`: those it trained beside the one that predicts. */
export function choices({ predicting, inferring, others }: PoolSpec['schemes']): ColourChoice[] {
  return [
    { name: 'nothing', title: 'no colours' },
    { name: 'label', title: 'by label' },
    { name: 'prediction', title: 'by prediction' },
    { name: 'confidence', title: 'by confidence' },
    { name: 'round', title: 'by round selected' },
    ...inferring.map((scheme) => ({ name: `inferred:${scheme}`, title: `inferred by ${scheme}` })),
    ...inferring.map((scheme) => ({ name: `certainty:${scheme}`, title: `how sure that is, ${scheme}` })),
    ...others.map((scheme) => ({ name: `disagreement:${scheme}`, title: `${predicting} against ${scheme}` })),
    ...others.flatMap((scheme, index) =>
      others.slice(0, index).map((first) => ({
        name: `disagreement:${scheme}:${first}`,
        title: `${first} against ${scheme}`,
      })),
    ),
  ];
}

/** What one that was remembered stands for; `nothing` where it does not (any more). */
export function chosenBy(name: string): Colouring {
  const [by, scheme, first] = name.split(':', 3);
  switch (by) {
    case 'label':
    case 'prediction':
    case 'confidence':
    case 'round':
      return { by };
    case 'inferred':
    case 'certainty':
      return scheme ? { by, scheme } : { by: 'nothing' };
    case 'disagreement':
      return scheme ? { by, scheme, ...(first && { first }) } : { by: 'nothing' };
    default:
      return { by: 'nothing' };
  }
}
