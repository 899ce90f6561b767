// What colours the points of the pool.

import { rgb } from 'd3-color';
import { UNLABELLED_COLOUR } from '../shared/colours';
import type { ClassSpec, PoolSpec } from '../contract';

/** What may colour the points. */
export const COLOURINGS = [
  { name: 'nothing', title: 'nothing' },
  { name: 'prediction', title: 'prediction' },
  { name: 'confidence', title: 'confidence' },
] as const;
export type Colouring = (typeof COLOURINGS)[number]['name'];

/** A group of points of one colour, as the legend names it; `key` says which. */
export type Entry = { key: number; title: string; colour: string; count: number };

const OPACITY = 190;
const BEHIND = 36;
/** Points of confidence in these bands, in shades of one colour: darker is surer. */
const BANDS = [
  { title: 'below 50%', colour: '#f2b705' },
  { title: '50 to 75%', colour: '#8ab6d6' },
  { title: '75 to 90%', colour: '#3f86bd' },
  { title: '90% and more', colour: '#0b4f8a' },
] as const;
const BOUNDS = [0.5, 0.75, 0.9];

type Predictions = NonNullable<PoolSpec['predictions']>;

const bandOf = (confidence: number): number => BOUNDS.filter((bound) => confidence / 255 >= bound).length;

/** The legend's entries in order, all of which have points. */
export function legend(by: Colouring, predictions: Predictions, classes: readonly ClassSpec[]): Entry[] {
  const groups = groupsOf(by, predictions);
  const named = by === 'prediction' ? classes.map(({ name: title, colour }) => ({ title, colour })) : BANDS;
  const counts = named.map(() => 0);
  for (let point = 0; point < groups.length; point += 1) {
    const group = groups[point] ?? 0;
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return named
    .map(({ title, colour }, key) => ({ key, title, colour, count: counts[key] ?? 0 }))
    .filter(({ count }) => count > 0);
}

/** The key of each point's entry; of a sample that is held out, one that no entry has. */
export function groupsOf(by: Colouring, { classes, confidences }: Predictions): ArrayLike<number> {
  if (by === 'prediction') return classes;
  return confidences.map((confidence, point) => (classes[point] === NO_CLASS ? NO_BAND : bandOf(confidence)));
}

const NO_CLASS = 65535;
const NO_BAND = 255;

/** Red, green, blue and opacity of every point, in bytes. `only`: the entry that stands out; null: all do. */
export function coloursOf(
  groups: ArrayLike<number>,
  entries: readonly Entry[],
  only: number | null,
): Uint8Array {
  const plain = rgb(UNLABELLED_COLOUR);
  const shades = new Map(entries.map(({ key, colour }) => [key, rgb(colour)]));
  const bytes = new Uint8Array(4 * groups.length);
  for (let point = 0; point < groups.length; point += 1) {
    const group = groups[point] ?? -1;
    const shown = only === null || only === group;
    const { r, g, b } = (shown && shades.get(group)) || plain;
    bytes[4 * point] = r;
    bytes[4 * point + 1] = g;
    bytes[4 * point + 2] = b;
    bytes[4 * point + 3] = shown ? OPACITY : BEHIND;
  }
  return bytes;
}
