// Which sample is asked about, where one is shown at a time.

import type { Act, Action, BoardSpec, CardSpec } from '../contract';

const isOpen = ({ status }: CardSpec): boolean => status === 'unlabelled' || status === 'predicted';

/**
 * The one gone back to, where it is still on the board; else the one shown so far, while it waits for an answer; else the
 * first that waits, of those that nobody else holds where there are any.
 */
export function asked(
  { cards, holders }: Pick<BoardSpec, 'cards' | 'holders'>,
  again: number | null,
  before: number | null,
): CardSpec | undefined {
  const open = cards.filter(isOpen);
  return (
    cards.find(({ sampleId }) => sampleId === again) ??
    open.find(({ sampleId }) => sampleId === before) ??
    open.find(({ sampleId }) => !holders.has(sampleId)) ??
    open[0]
  );
}

/** What giving the card this class asks for; `stated` null: nobody said how sure they are. */
export function given(card: CardSpec, classIndex: number, stated: number | null): Action {
  return { kind: 'place', sampleId: card.sampleId, classIndex, confidence: stated };
}

/** What agreeing with the machine asks for; with a confidence of one's own the card is placed at it. */
export function agreed({ sampleId, classIndex }: CardSpec, stated: number | null): Action | null {
  if (classIndex === null) return null;
  if (stated !== null) return { kind: 'place', sampleId, classIndex, confidence: stated };
  return { kind: 'confirm', sampleIds: [sampleId], classIndices: [classIndex] };
}

/** The answers given here, and the way back through them. */
export class Answers {
  #given: number[] = [];
  #act: Act;

  constructor(act: Act) {
    this.#act = act;
  }

  give(action: Action | null, { sampleId }: CardSpec): void {
    if (!action) return;
    this.#act(action);
    this.#given = [...this.#given.filter((id) => id !== sampleId), sampleId];
  }

  /** The sample answered before this one, or else last; null: none. */
  before(sampleId: number | null): number | null {
    const here = sampleId === null ? -1 : this.#given.indexOf(sampleId);
    return this.#given.at(here < 0 ? -1 : here - 1) ?? null;
  }

  /** Whether there is anything to go back to on this board. */
  any({ cards }: BoardSpec): boolean {
    return cards.some(({ sampleId }) => this.#given.includes(sampleId));
  }
}
