// Which part of a study's results is shown.

import type { Group, Summary } from './types';

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

const PARTS = ['dataset', 'classifier', 'projection', 'labeller'] as const;

/** What tells the group from the others, "mnist · labeller confident"; all of it where nothing does. */
export function groupName(group: Group, groups: readonly Group[]): string {
  const differ = PARTS.filter((part) => new Set(groups.map((other) => other[part])).size > 1);
  const said = (part: (typeof PARTS)[number]) =>
    part === 'labeller' ? `labeller ${group.labeller}` : group[part];
  return (differ.length > 0 ? differ : PARTS).map(said).join(' · ');
}

export const isOf = (group: Group, other: Group): boolean =>
  PARTS.every((part) => group[part] === other[part]);

/** The entries that pass, under the name of their group, in order; groups of which none passes are left out. */
export function grouped<T extends Entry>(
  entries: readonly T[],
  groups: readonly Group[],
  filter: Filter = {},
): [string, T[]][] {
  const shown = entries.filter((entry) => passes(entry, filter));
  return groups
    .map((group): [string, T[]] => [
      groupName(group, groups),
      shown.filter((entry) => isOf(entry.group, group)),
    ])
    .filter(([, own]) => own.length > 0);
}

/** The entries by policy, in order. */
export function byPolicy<T extends Entry>(entries: readonly T[]): [string, T[]][] {
  const policies = [...new Set(entries.map(({ policy }) => policy))];
  return policies.map((policy) => [policy, entries.filter((entry) => entry.policy === policy)]);
}
