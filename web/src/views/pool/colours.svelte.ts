// Which colours the points have at the moment, and what the legend says of them.

import type { PoolSpec } from '../contract';
import type { Remembered } from '../shared/remembered.svelte';
import { COLOURINGS, coloursOf, groupsOf, legend } from './colouring';

export class Colours {
  /** the entry of the legend that was chosen to stand out */
  only = $state<number | null>(null);
  #spec: () => PoolSpec;
  #by: Remembered<string>;

  constructor(spec: () => PoolSpec, by: Remembered<string>) {
    this.#spec = spec;
    this.#by = by;
  }

  readonly by = $derived.by(() => COLOURINGS.find(({ name }) => name === this.#by.value)?.name ?? 'nothing');

  readonly entries = $derived.by(() => {
    const { predictions, classes } = this.#spec();
    return predictions && this.by !== 'nothing' ? legend(this.by, predictions, classes) : [];
  });

  readonly chosen = $derived(this.entries.find(({ key }) => key === this.only)?.key ?? null);

  /** Of every point; null: all in one colour. */
  readonly bytes = $derived.by(() => {
    const { predictions } = this.#spec();
    if (!predictions || this.entries.length === 0) return null;
    return coloursOf(groupsOf(this.by, predictions), this.entries, this.chosen);
  });

  /** Those of these samples that stand out. */
  standingOut(sampleIds: number[]): number[] {
    const { predictions } = this.#spec();
    if (this.chosen === null || !predictions) return sampleIds;
    const groups = groupsOf(this.by, predictions);
    return sampleIds.filter((sampleId) => groups[sampleId] === this.chosen);
  }

  choose(name: string): void {
    this.#by.value = name;
    this.only = null;
  }
}
