// What colours the points of the pool.

import { lch, rgb } from 'd3-color';
import { UNLABELLED_COLOUR } from '../shared/colours';
import { withoutPrefix } from '../shared/names';
import type { ClassSpec, OnMap, PoolSpec, Said } from '../contract';

/** What may colour the points, of which some ask for a scheme: whose inferred labels, how sure these are, or whose
 * predictions to compare with those of `first`, or else of the one that predicts. */
export type Colouring =
  | { by: 'nothing' | 'label' | 'prediction' | 'confidence' | 'round' }
  | { by: 'inferred' | 'certainty'; scheme: string }
  | { by: 'disagreement'; scheme: string; first?: string };

/** A group of points of one colour, as the legend names it; `key` says which. */
export type Entry = { key: number; title: string; colour: string; count: number };

type Named = { title: string; colour: string };
type Known = Pick<PoolSpec, 'count' | 'classes' | 'board' | 'predictions' | 'first' | 'second' | 'rounds'>;

/** Of each point the index of what it is named by in `named`, or one that nothing has: it stays grey. */
export type Grouping = { groups: ArrayLike<number>; named: readonly Named[] };

const OPACITY = 190;
const BEHIND = 36;
const NONE = 65535;
/** Points of confidence in these bands, in shades of one colour: darker is surer. */
const BANDS: readonly Named[] = [
  { title: 'below 50%', colour: '#f2b705' },
  { title: '50 to 75%', colour: '#8ab6d6' },
  { title: '75 to 90%', colour: '#3f86bd' },
  { title: '90% and more', colour: '#0b4f8a' },
];
const BOUNDS = [0.5, 0.75, 0.9];
const [SAME, OTHER] = ['#8ab6d6', '#c0307a'];

const bandOf = (confidence: number): number => BOUNDS.filter((bound) => confidence / 255 >= bound).length;

/** Null where what is to be shown is not known. */
export function grouped(colouring: Colouring, known: Known): Grouping | null {
  const { predictions, second, classes } = known;
  switch (colouring.by) {
    case 'nothing':
      return null;
    case 'label':
      return { groups: ofBoard(known, ({ label }) => label), named: classNames(classes) };
    case 'round':
      return { groups: ofBoard(known, ({ round }) => round - 1), named: roundNames(known.rounds) };
    case 'prediction':
      return predictions && { groups: predictions.classes, named: classNames(classes) };
    case 'inferred':
      return second && { groups: second.classes, named: classNames(classes) };
    case 'confidence':
      return predictions && { groups: bandsOf(predictions), named: BANDS };
    case 'certainty':
      return second && { groups: bandsOf(second), named: BANDS };
    case 'disagreement': {
      const first = colouring.first ? known.first : predictions;
      return first && second && { groups: compared(first, second), named: agreeing(first, second) };
    }
  }
}

/** Without the words that all begin with, as above the board. */
function classNames(classes: readonly ClassSpec[]): Named[] {
  const titles = withoutPrefix(classes.map(({ name }) => name));
  return classes.map(({ name, colour }, index) => ({ title: titles[index] ?? name, colour }));
}

/** Later ones darker, from yellow over green to blue. */
const roundNames = (rounds: number): Named[] =>
  Array.from({ length: rounds }, (_, index) => {
    const share = rounds === 1 ? 1 : index / (rounds - 1);
    return { title: `round ${index + 1}`, colour: lch(82 - 50 * share, 55, 85 + 180 * share).formatHex() };
  });

const agreeing = (first: Said, second: Said): Named[] => [
  { title: `${first.scheme} and ${second.scheme} agree`, colour: SAME },
  { title: 'differ', colour: OTHER },
];

function ofBoard({ board, count }: Known, groupOf: (sample: OnMap) => number | null): Uint16Array {
  const groups = new Uint16Array(count).fill(NONE);
  for (const [sampleId, sample] of board) groups[sampleId] = groupOf(sample) ?? NONE;
  return groups;
}

const bandsOf = ({ classes, confidences }: Said): Uint16Array =>
  classes.map((predicted, point) => (predicted === NONE ? NONE : bandOf(confidences[point] ?? 0)));

const compared = (first: Said, second: Said): Uint16Array =>
  first.classes.map((predicted, point) =>
    predicted === NONE || second.classes[point] === NONE ? NONE : Number(predicted !== second.classes[point]),
  );

/** The legend's entries in order, all of which have points. */
export function legend({ groups, named }: Grouping): Entry[] {
  const counts = new Uint32Array(named.length);
  for (let point = 0; point < groups.length; point += 1) {
    const group = groups[point] ?? NONE;
    if (group < counts.length) counts[group] = (counts[group] ?? 0) + 1;
  }
  return named
    .map(({ title, colour }, key) => ({ key, title, colour, count: counts[key] ?? 0 }))
    .filter(({ count }) => count > 0);
}

/** Red, green, blue and opacity of every point, in bytes. `only`: the entry that stands out; null: all do. */
export function coloursOf({ groups, named }: Grouping, only: number | null): Uint8Array {
  const { r, g, b } = rgb(UNLABELLED_COLOUR);
  const shades = named.map(({ colour }) => rgb(colour));
  const bytes = new Uint8Array(4 * groups.length);
  for (let point = 0; point < groups.length; point += 1) {
    const group = groups[point] ?? NONE;
    const shown = only === null || only === group;
    const shade = shown ? shades[group] : undefined;
    bytes[4 * point] = shade ? shade.r : r;
    bytes[4 * point + 1] = shade ? shade.g : g;
    bytes[4 * point + 2] = shade ? shade.b : b;
    bytes[4 * point + 3] = shown ? OPACITY : BEHIND;
  }
  return bytes;
}
