// Which columns of a table's row its card shows: remembered in this browser, for each dataset.

import { remembered, type Remembered } from '../views/shared/remembered.svelte';

export class CardColumns {
  #stored: Remembered<string>;

  constructor(dataset: string) {
    this.#stored = remembered(`card-columns:${dataset}`, '[]');
  }

  /** Their names; empty where nobody has chosen any. */
  get names(): string[] {
    return JSON.parse(this.#stored.value) as string[];
  }

  set names(names: string[]) {
    this.#stored.value = JSON.stringify(names);
  }
}

// What is asked of it never changes, but for what each holds.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const known = new Map<string, CardColumns>();

/** The same for all who ask for those of one dataset. */
export function cardColumns(dataset: string): CardColumns {
  const found = known.get(dataset) ?? new CardColumns(dataset);
  known.set(dataset, found);
  return found;
}
