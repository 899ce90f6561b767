// Which colours the points have at the moment, and what the legend says of them.

import type { ClassSpec, PoolSpec } from '../contract';
import type { Remembered } from '../shared/remembered.svelte';
import { choices, chosenBy } from './choices';
import { coloursOf, grouped, legend } from './colouring';

export class Colours {
  /** the entry of the legend that was chosen to stand out */
  only = $state<number | null>(null);
  #spec: () => PoolSpec;
  #by: Remembered<string>;

  constructor(spec: () => PoolSpec, by: Remembered<string>) {
    this.#spec = spec;
    this.#by = by;
  }

  readonly choices = $derived.by(() => choices(this.#spec().schemes));

  /** Of another session a scheme may be remembered that this one has not trained. */
  readonly name = $derived.by(
    () => this.choices.find(({ name }) => name === this.#by.value)?.name ?? 'nothing',
  );

  readonly colouring = $derived(chosenBy(this.name));

  // What stays as it is while somebody labels is not looked through again.
  readonly #predictions = $derived.by(() => this.#spec().predictions);
  readonly #first = $derived.by(() => this.#spec().first);
  readonly #second = $derived.by(() => this.#spec().second);
  readonly #classes = $derived.by(() => this.#spec().classes);
  readonly #count = $derived.by(() => this.#spec().count);
  readonly #moving = $derived.by(() => {
    const { board, rounds } = this.#spec();
    return this.colouring.by === 'label' || this.colouring.by === 'round' ? { board, rounds } : STILL;
  });

  readonly #grouping = $derived.by(() =>
    grouped(this.colouring, {
      ...this.#moving,
      count: this.#count,
      classes: this.#classes,
      predictions: this.#predictions,
      first: this.#first,
      second: this.#second,
    }),
  );

  readonly entries = $derived.by(() => (this.#grouping ? legend(this.#grouping) : []));

  /** What the colours mean of the points, or else of the marks. */
  readonly meanings = $derived.by(() =>
    this.entries.length > 0
      ? this.entries.map(({ title, colour, count }) => ({ says: `${title} (${count})`, colour }))
      : classesOf(this.#spec()).map(({ name, colour }) => ({ says: name, colour })),
  );

  readonly chosen = $derived(this.entries.find(({ key }) => key === this.only)?.key ?? null);

  /** Of every point; null: all in one colour. */
  readonly bytes = $derived.by(() =>
    this.#grouping && this.entries.length > 0 ? coloursOf(this.#grouping, this.chosen) : null,
  );

  /** Why there are no colours; null: there are, or none are asked for. */
  readonly missing = $derived.by(() => {
    if (this.entries.length > 0) return null;
    switch (this.colouring.by) {
      case 'nothing':
        return null;
      case 'label':
        return 'No sample has a label yet.';
      case 'round':
        return 'No sample has been selected yet.';
      case 'prediction':
      case 'confidence':
        return this.#spec().schemes.predicting ? 'Loading…' : 'Train to see what the machine predicts.';
      case 'inferred':
      case 'certainty':
      case 'disagreement':
        return this.#spec().unknown ?? 'Loading…';
    }
  });

  /** Whether the legend leaves this sample out. */
  greys = (sampleId: number): boolean =>
    this.chosen !== null && this.#grouping?.groups[sampleId] !== this.chosen;

  /** The colour of its group, where marks are to have it: null where they have that of their class. */
  shadeOf = (sampleId: number): string | null => {
    const { groups, named } = (this.colouring.by === 'round' && this.#grouping) || { groups: [], named: [] };
    return named[groups[sampleId] ?? -1]?.colour ?? null;
  };

  /** Those of these samples that stand out. */
  standingOut(sampleIds: number[]): number[] {
    return sampleIds.filter((sampleId) => !this.greys(sampleId));
  }

  choose(name: string): void {
    this.#by.value = name;
    this.only = null;
  }
}

/** Those that have marks. */
function classesOf({ board, classes }: PoolSpec): ClassSpec[] {
  const marked = new Set([...board.values()].map(({ classIndex }) => classIndex));
  return classes.filter(({ index }) => marked.has(index));
}

const STILL: Pick<PoolSpec, 'board' | 'rounds'> = { board: new Map(), rounds: 0 };
