// Where the lines of the accuracy plot lie, in pixels.

import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { RoundSpec } from '../contract';
import type { Axis } from './axis';
import { xOf, type Mark, type PlotPoint } from './series';

export type Plot = {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  bottom: number;
  right: number;
};

export const MARGIN = { top: 18, right: 14, bottom: 20, left: 40 };
/** A round takes a click this far to both sides, in pixels. */
const REACH = 22;
/** Room for a number of the horizontal axis and the gap beside it, in pixels. */
const TICK = 32;
/** Width of a letter of the words at a mark. */
const LETTER = 5.6;
/** Fewer letters of a longer word say nothing. */
const FEWEST = 8;

/** Scales for a plot of this size in pixels. Labels start at 0; rounds have half a round beside the first and
 * the last; y runs from 0 to 1. */
export function plotOf(rounds: readonly RoundSpec[], axis: Axis, width: number, height: number): Plot {
  const bottom = Math.max(MARGIN.top + 1, height - MARGIN.bottom);
  const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
  const most = Math.max(...rounds.map((round) => xOf(round, axis)), axis === 'labels' ? 10 : 4);
  const x = scaleLinear(axis === 'labels' ? [0, most] : [0.5, most + 0.5], [MARGIN.left, right]);
  return {
    x: axis === 'labels' ? x.nice(6) : x,
    y: scaleLinear([0, 1], [bottom, MARGIN.top]),
    bottom,
    right,
  };
}

/** Whole numbers along the horizontal axis, as many as stand apart. */
export function ticksOf({ x, right }: Plot): number[] {
  const most = Math.min(6, Math.floor((right - MARGIN.left) / TICK));
  return x.ticks(Math.max(1, most)).filter((tick) => Number.isInteger(tick));
}

export function pathOf(points: readonly PlotPoint[], { x, y }: Plot): string {
  return (
    line<PlotPoint>(
      (point) => x(point.x),
      (point) => y(point.y),
    )([...points]) ?? ''
  );
}

export type Slot = { round: RoundSpec; left: number; width: number };

/** The part of the plot that belongs to each round: up to half way to its neighbours. Rounds at the same x share
 * it, side by side in their order. */
export function slotsOf(rounds: readonly RoundSpec[], axis: Axis, { x }: Plot): Slot[] {
  const places = [...new Set(rounds.map((round) => x(xOf(round, axis))))].sort((a, b) => a - b);
  return rounds.map((round) => {
    const at = x(xOf(round, axis));
    const index = places.indexOf(at);
    const start = Math.max(at - REACH, (at + (places[index - 1] ?? -Infinity)) / 2);
    const end = Math.min(at + REACH, (at + (places[index + 1] ?? Infinity)) / 2);
    const here = rounds.filter((other) => x(xOf(other, axis)) === at);
    const width = (end - start) / here.length;
    return { round, left: start + here.indexOf(round) * width, width };
  });
}

/** The round whose place in the plot is nearest to `x` pixels from its left; of those at one place the newest; null:
 * there is none. */
export function nearestTo(x: number, rounds: readonly RoundSpec[], axis: Axis, plot: Plot): RoundSpec | null {
  const away = (round: RoundSpec) => Math.abs(plot.x(xOf(round, axis)) - x);
  return rounds.reduce<RoundSpec | null>(
    (best, round) => (best === null || away(round) <= away(best) ? round : best),
    null,
  );
}

/** `anchor`: on which side of `x` the words stand; null: there is no room for them. */
export type PlacedMark = { mark: Mark; x: number; words: string; anchor: 'start' | 'end' | null };

/** A mark stands half way between its round and the one before; its words beside it, shortened where the room
 * is short, and left out where it is too short for that. */
export function placedMarks(
  marks: readonly Mark[],
  rounds: readonly RoundSpec[],
  axis: Axis,
  { x, right }: Plot,
): PlacedMark[] {
  const placeOf = (number: number) => {
    const round = rounds.find((candidate) => candidate.round === number);
    return round ? x(xOf(round, axis)) : 0;
  };
  const places = marks.map(({ round, after }) => (placeOf(round) + placeOf(after)) / 2);
  let taken = MARGIN.left;
  return marks.map((mark, index) => {
    const at = places[index] ?? 0;
    const words = mark.changes.map(({ to }) => to).join(', ');
    const written = wordsBeside(words, lettersIn(at - taken), lettersIn((places[index + 1] ?? right) - at));
    taken = written.anchor === 'start' ? at + written.words.length * LETTER + 10 : at;
    return { mark, x: at, ...written };
  });
}

const lettersIn = (room: number): number => Math.floor((room - 10) / LETTER);

/** `left` and `right` are the letters for which there is room. */
function wordsBeside(words: string, left: number, right: number): Pick<PlacedMark, 'words' | 'anchor'> {
  if (words.length <= right) return { words, anchor: 'start' };
  if (words.length <= left) return { words, anchor: 'end' };
  if (right < FEWEST) return { words, anchor: null };
  return { words: `${words.slice(0, right - 1).trimEnd()}…`, anchor: 'start' };
}

const BAR = 14;

export type Bar = {
  round: number;
  x: number;
  width: number;
  parts: readonly { of: 'corrected' | 'hand'; y: number; height: number; says: string }[];
};

/** A bar for each round with new labels, on its foot the share that was corrected, above it the share made by hand. */
export function effortBars(rounds: readonly RoundSpec[], axis: Axis, plot: Plot): Bar[] {
  const labelled = rounds.filter(({ effort }) => effort.labelled > 0);
  return slotsOf(labelled, axis, plot).map(({ round: { round, effort }, left, width: room }) => {
    const { labelled: of, corrected, hand_labelled: byHand } = effort;
    const [foot, top] = [corrected / of, (corrected + byHand) / of];
    const width = Math.min(BAR, room * 0.6);
    return {
      ...{ round, width },
      x: left + (room - width) / 2,
      parts: [
        part('corrected', 0, foot, plot, `${corrected} of ${of} corrected`),
        part('hand', foot, top, plot, `${byHand} of ${of} by hand`),
      ],
    };
  });
}

const part = (of: 'corrected' | 'hand', from: number, to: number, { y }: Plot, says: string) => ({
  ...{ of, says },
  y: y(to),
  height: y(from) - y(to),
});
