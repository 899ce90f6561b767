// What the dataset of a session has grown into.

import type { Dataset } from '../api/client';

/** The dataset that has all of this one's samples, and the most others. */
export function largest(name: string, datasets: readonly Dataset[]): Dataset | null {
  const mine = datasets.find((one) => one.name === name);
  const grown = datasets.filter((one) => mine && one.grew_from.includes(mine.digest));
  return grown.reduce<Dataset | null>(
    (most, one) => (most && most.counts.pool >= one.counts.pool ? most : one),
    null,
  );
}
