// The critical-difference diagram of Demšar 2006 in pixels.

import type { Comparison, Nemenyi } from './types';

const RANKS = 340;
const MARGIN = 20;
const PER_LETTER = 6.6;
const NARROWEST = 108;
const FIRST_BAR = 14;
const BAR_STEP = 9;
const NAME_STEP = 18;
const OVERHANG = 3;
export const AXIS = 58;

/** A treatment's name with its rank, and the line that leads to it from the axis. */
export type Name = { text: string; lead: string; x: number; y: number; anchor: 'start' | 'end' };

export type Diagram = {
  width: number;
  height: number;
  left: number;
  right: number;
  ticks: readonly { rank: number; x: number }[];
  /** bars that join those that the test cannot separate */
  bars: readonly { from: number; to: number; y: number }[];
  names: readonly Name[];
  /** how far the critical difference reaches from the first rank; null where it is longer than the axis */
  reach: number | null;
};

/** Mean ranks, 1 the best and on the left; of two treatments at least. */
export function diagramOf({ treatments, mean_ranks }: Comparison, after: Nemenyi): Diagram {
  const rank = (index: number) => mean_ranks[index] ?? 1;
  const said = treatments.map((name, index) => `${name} (${rank(index).toFixed(2)})`);
  const left = Math.max(MARGIN + PER_LETTER * Math.max(...said.map(({ length }) => length)), NARROWEST);
  const right = left + RANKS;
  const x = (at: number) => left + ((at - 1) / (treatments.length - 1)) * RANKS;
  const order = treatments.map((_, index) => index).sort((a, b) => rank(a) - rank(b));
  const half = Math.ceil(order.length / 2);
  const below = AXIS + FIRST_BAR + BAR_STEP * after.groups.length + 8;
  const name = (index: number, place: number, onLeft: boolean): Name => {
    const y = below + NAME_STEP * (place + 0.5);
    const edge = onLeft ? left - 12 : right + 12;
    return {
      text: said[index] ?? '',
      lead: `M${x(rank(index))} ${AXIS}V${y}H${edge}`,
      x: onLeft ? edge - 4 : edge + 4,
      y: y + 3.5,
      anchor: onLeft ? 'end' : 'start',
    };
  };
  const end = x(1 + after.critical_difference);
  return {
    width: right + left,
    height: below + NAME_STEP * half + 4,
    left,
    right,
    ticks: treatments.map((_, index) => ({ rank: index + 1, x: x(index + 1) })),
    bars: after.groups.map((group, place) => ({
      from: x(rank(group[0] ?? 0)) - OVERHANG,
      to: x(rank(group.at(-1) ?? 0)) + OVERHANG,
      y: AXIS + FIRST_BAR + BAR_STEP * place,
    })),
    names: [
      ...order.slice(0, half).map((index, place) => name(index, place, true)),
      ...order
        .slice(half)
        .reverse()
        .map((index, place) => name(index, place, false)),
    ],
    reach: end > right ? null : end,
  };
}
