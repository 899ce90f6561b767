// The cards as they are drawn. What is said of one stays the same object as long as nothing about it changes, so that of
// two hundred cards only those are looked at again that look different.

import type { CardSpec, HolderSpec } from '../contract';
import type { Said } from './cards';
import type { Square } from './places';

export type DrawnCard = {
  card: CardSpec;
  name: string;
  /** what people said of it who disagree */
  said: readonly Said[];
  /** who else has it in hand */
  holder: HolderSpec | null;
  at: Square;
  /** breadth, where it is not square */
  across: number | null;
  /** what is said of its height, where it had no room at it */
  height: string | null;
  /** the mark of a label of an earlier round */
  small: boolean;
  /** a Tab key reaches it */
  stop: boolean;
  /** above those that are not */
  raised: boolean;
  /** above all others */
  front: boolean;
  /** to be moved with others; null: no card is */
  chosen: boolean | null;
  /** pointed at, here or in another view */
  lit: boolean;
  /** out of the classes that somebody asked to see */
  dimmed: boolean;
  dragged: boolean;
  /** cannot be moved */
  fixed: boolean;
};

export class Drawn {
  #before: ReadonlyMap<number, DrawnCard> = new Map();

  /** These cards, where one looks as it did the former object. */
  keep(cards: readonly DrawnCard[]): readonly DrawnCard[] {
    const now = cards.map((one) => {
      const former = this.#before.get(one.card.sampleId);
      return former && alike(former, one) ? former : one;
    });
    this.#before = new Map(now.map((one) => [one.card.sampleId, one]));
    return now;
  }
}

const alike = (a: DrawnCard, b: DrawnCard): boolean =>
  (Object.keys(b) as (keyof DrawnCard)[]).every((part) => a[part] === b[part]);
