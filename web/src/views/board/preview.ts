// Where the large image of the card under the pointer stands. Lengths in CSS pixels, y grows downwards.

import { clamp, type BoardLayout, type Point, type Rect } from './geometry';
import type { Square } from './places';

/** `breadth`: of the image. `width` and `height`: of all, its edge and what is said below it too. */
export type PreviewPlace = Rect & { breadth: number };

const BREADTHS = [128, 96, 64] as const;
/** What stands around the image: its edge, and three lines of words below. */
const [EDGES, WORDS] = [10, 45];
/** Between the card and its image. */
const AWAY = 14;
/** The breadth of the fields that the board is divided into to find a place. */
const STEP = 8;

/** The place nearest to beside the card that covers neither it nor a card of `open`, those that wait for an answer; as large
 * as there is room. Null: there is none. */
export function previewPlace(at: Square, open: readonly Square[], layout: BoardLayout): PreviewPlace | null {
  const kept = [at, ...open];
  for (const breadth of BREADTHS) {
    const size = { width: breadth + EDGES, height: breadth + EDGES + WORDS };
    const place = nearest(beside(at, size, layout), size, kept, layout);
    if (place) return { ...place, ...size, breadth };
  }
  return null;
}

type Size = Pick<Rect, 'width' | 'height'>;

const rightOf = ({ strip }: BoardLayout): number => strip.x + strip.width;
const bottomOf = ({ strip }: BoardLayout): number => strip.y + strip.height;

/** To the right of the card where the board goes on so far, else to its left. */
function beside({ x, y, size }: Square, { width, height }: Size, layout: BoardLayout): Point {
  const away = size / 2 + AWAY;
  const left = x + away + width <= rightOf(layout) ? x + away : Math.max(0, x - away - width);
  return { x: left, y: clamp(y - height / 2, 0, Math.max(0, bottomOf(layout) - height)) };
}

function nearest(wish: Point, size: Size, kept: readonly Square[], layout: BoardLayout): Point | null {
  if (!kept.some((card) => covers({ ...wish, ...size }, card))) return wish;
  const [across, down] = [Math.floor(rightOf(layout) / STEP), Math.floor(bottomOf(layout) / STEP)];
  const [width, height] = [Math.ceil(size.width / STEP), Math.ceil(size.height / STEP)];
  const taken = takenBefore(kept, across, down);
  let [best, least]: [Point | null, number] = [null, Infinity];
  for (let row = 0; row + height <= down; row += 1) {
    for (let column = 0; column + width <= across; column += 1) {
      const far = Math.hypot(column * STEP - wish.x, row * STEP - wish.y);
      if (far >= least) continue;
      const [right, bottom] = [column + width, row + height];
      const within = taken(bottom, right) - taken(row, right) - taken(bottom, column) + taken(row, column);
      if (within === 0) [best, least] = [{ x: column * STEP, y: row * STEP }, far];
    }
  }
  return best;
}

/** How many fields above a row and left of a column cards are on, of a board divided into fields of `STEP` pixels. */
function takenBefore(
  cards: readonly Square[],
  across: number,
  down: number,
): (row: number, column: number) => number {
  const width = across + 1;
  const sums = new Int32Array(width * (down + 1));
  const field = (length: number, most: number) => clamp(length, 0, most);
  for (const { x, y, size } of cards) {
    const [left, right] = [
      field(Math.floor((x - size / 2) / STEP), across),
      field(Math.ceil((x + size / 2) / STEP), across),
    ];
    const [top, bottom] = [
      field(Math.floor((y - size / 2) / STEP), down),
      field(Math.ceil((y + size / 2) / STEP), down),
    ];
    for (let row = top; row < bottom; row += 1)
      sums.fill(1, (row + 1) * width + left + 1, (row + 1) * width + right + 1);
  }
  const at = (row: number, column: number) => sums[row * width + column] ?? 0;
  for (let row = 1; row <= down; row += 1) {
    for (let column = 1; column <= across; column += 1) {
      sums[row * width + column] =
        at(row, column) + at(row - 1, column) + at(row, column - 1) - at(row - 1, column - 1);
    }
  }
  return at;
}

/** Whether any of the card is behind it. */
export const covers = ({ x, y, width, height }: Rect, { size, ...centre }: Square): boolean =>
  centre.x + size / 2 > x &&
  centre.x - size / 2 < x + width &&
  centre.y + size / 2 > y &&
  centre.y - size / 2 < y + height;
