// Which part of a study's results is shown.

import type { Schema } from '../api/client';

type Summary = Schema['StudySummary'];
type Group = Schema['Group'];
type Entry = { group: Group; policy: string; training_scheme: string };

export const DIMENSIONS = [
  'dataset',
  'classifier',
  'projection',
  'labeller',
  'policy',
  'training_scheme',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const TITLES: Record<Dimension, string> = {
  dataset: 'Dataset',
  classifier: 'Classifier',
  projection: 'Projection',
  labeller: 'Labeller',
  policy: 'Selection',
  training_scheme: 'Training',
};

/** What is asked for; a dimension that is left out is shown whole. */
export type Filter = Partial<Record<Dimension, string>>;

export const valueOf = ({ group, ...entry }: Entry, dimension: Dimension): string =>
  dimension === 'policy' || dimension === 'training_scheme' ? entry[dimension] : group[dimension];

/** The values that there are in each dimension, in the order of the results. */
export const valuesOf = ({ rows }: Summary, dimension: Dimension): string[] => [
  ...new Set(rows.map((row) => valueOf(row, dimension))),
];

export const passes = (entry: Entry, filter: Filter): boolean =>
  DIMENSIONS.every(
    (dimension) => filter[dimension] === undefined || filter[dimension] === valueOf(entry, dimension),
  );

/** "mnist · cnn · umap · confident" */
export const groupName = ({ dataset, classifier, projection, labeller }: Group): string =>
  [dataset, classifier, projection, labeller].join(' · ');

/** The entries that pass, by group, in order. */
export function grouped<T extends Entry>(entries: readonly T[], filter: Filter): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries.filter((candidate) => passes(candidate, filter))) {
    const name = groupName(entry.group);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups];
}

/** The entries by policy, in order. */
export function byPolicy<T extends Entry>(entries: readonly T[]): [string, T[]][] {
  const policies = [...new Set(entries.map(({ policy }) => policy))];
  return policies.map((policy) => [policy, entries.filter((entry) => entry.policy === policy)]);
}
