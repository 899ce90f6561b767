// Where cards stand in a column so that none covers another. Lengths in CSS pixels, y grows downwards.

import type { Point, Rect } from './geometry';

/** A card: its centre and its breadth. */
export type Square = Point & { size: number };

/** Between neighbours, and between a card and the edge of its column. */
const GAP = 1;
/** By how much a search for a free place goes up and down at a time. */
const STEP = 2;

export const apart = (a: Square, b: Square): boolean => {
  const reach = (a.size + b.size) / 2;
  return Math.abs(a.x - b.x) >= reach || Math.abs(a.y - b.y) >= reach;
};

/** How many cards of this size stand side by side. */
const lanes = (column: Rect, size: number): number =>
  Math.max(1, Math.floor((column.width - GAP) / (size + GAP)));

/** Cards at these heights, in the order given: side by side over the whole width of the column, as large as there is
 * room at their height, between `largest` and `least`. Where even the least have no room side by side, they
 * stand above and below each other as near to their heights as they can. */
export function spread(
  heights: readonly number[],
  column: Rect,
  largest: number,
  least: number,
  taken: readonly Square[] = [],
): Square[] {
  const placed: Square[] = [...taken];
  const found = new Map<number, Square>();
  const put = (index: number, square: Square) => {
    found.set(index, square);
    placed.push(square);
  };
  if (taken.length === 0) {
    const order = heights.map((_, index) => index).sort((a, b) => at(heights, a) - at(heights, b) || a - b);
    const crowded = rows(order, heights, column, largest, least, put);
    crowded.forEach((index) => put(index, beside(at(heights, index), column, least, least, placed)));
  } else {
    heights.forEach((y, index) => put(index, beside(y, column, largest, least, placed)));
  }
  return heights.map((y, index) => found.get(index) ?? { x: column.x, y, size: least });
}

/** Places what fits side by side, and returns what does not. `order` goes down the column. */
function rows(
  order: readonly number[],
  heights: readonly number[],
  column: Rect,
  size: number,
  least: number,
  put: (index: number, square: Square) => void,
): number[] {
  return touching(order, heights, size).flatMap((group) => {
    const lane = inLanes(group, heights, size);
    const used = Math.max(...lane) + 1;
    if (used > lanes(column, size)) {
      return size > least ? rows(group, heights, column, Math.max(least, size - 1), least, put) : [...group];
    }
    const pitch = size + GAP;
    const middle = column.x + column.width / 2;
    group.forEach((index, position) => {
      const x = middle + (at(lane, position) - (used - 1) / 2) * pitch;
      put(index, { x, y: at(heights, index), size });
    });
    return [];
  });
}

/** Groups of cards that one could walk through from card to card at the same height. */
function touching(order: readonly number[], heights: readonly number[], size: number): number[][] {
  const groups: number[][] = [];
  let last = -Infinity;
  for (const index of order) {
    const y = at(heights, index);
    if (y - last >= size) groups.push([]);
    groups.at(-1)?.push(index);
    last = y;
  }
  return groups;
}

/** The lane of each: the first that is free at its height, which takes as few lanes as can be. */
function inLanes(group: readonly number[], heights: readonly number[], size: number): number[] {
  const free: number[] = [];
  return group.map((index) => {
    const y = at(heights, index);
    const found = free.findIndex((since) => y >= since);
    const lane = found < 0 ? free.length : found;
    free[lane] = y + size;
    return lane;
  });
}

/** A place for one more card, which moves none of those that are `taken`: at its height as large as there is room,
 * else the least one that is near. Where the column is full it stands at its height, in the middle. */
export function beside(
  y: number,
  column: Rect,
  largest: number,
  least: number,
  taken: readonly Square[],
): Square {
  for (let size = largest; size >= least; size -= 1) {
    const x = freeAt(y, column, size, taken);
    if (x !== null) return { x, y, size };
  }
  const [top, bottom] = [column.y + least / 2, column.y + column.height - least / 2];
  for (let away = STEP; away < column.height; away += STEP) {
    for (const off of [y - away, y + away]) {
      const x = off < top || off > bottom ? null : freeAt(off, column, least, taken);
      if (x !== null) return { x, y: off, size: least };
    }
  }
  return { x: column.x + column.width / 2, y, size: least };
}

/** The x nearest to the middle at which a card of this size covers none that is taken; null: there is none. */
function freeAt(y: number, column: Rect, size: number, taken: readonly Square[]): number | null {
  const level = taken.filter((other) => Math.abs(other.y - y) < (other.size + size) / 2);
  const middle = column.x + column.width / 2;
  const slack = Math.max(0, (column.width - size) / 2);
  const edges = level.flatMap((other) => {
    const reach = (other.size + size) / 2 + GAP;
    return [other.x - reach, other.x + reach];
  });
  const candidates = [middle, ...edges]
    .filter((x) => Math.abs(x - middle) <= slack)
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b);
  return candidates.find((x) => level.every((other) => apart({ x, y, size }, other))) ?? null;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error(`there is no card ${index}`);
  return value;
}
