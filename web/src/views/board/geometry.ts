// Where things stand on the board. Lengths in CSS pixels, y grows downwards, confidence in [0, 1] grows upwards.

import { layoutNames, type NameLayout } from './names';

export type Point = { x: number; y: number };
export type Size = { width: number; height: number };
export type Rect = Point & Size;

/** `header` holds the class names, `columns` the cards, `strip` the unlabelled region; all share their width. Many
 * classes stand in rows, each with names of its own above its columns; `header` is that of the first.
 * `card`: the breadth of the largest cards, which the scale of confidence is made for; `least`: of the smallest that can
 * be read; `mark` and `leastMark`: the same of labels of earlier rounds. `names`: how the class names are written.
 * `wide`: how broad cards that are texts are, in a column and in the strip; null: cards are square. */
export type BoardLayout = {
  card: number;
  least: number;
  mark: number;
  leastMark: number;
  axis: number;
  names: NameLayout;
  wide: { column: number; strip: number } | null;
  header: Rect;
  columns: Rect[];
  strip: Rect;
};

const AXIS_WIDTH = 34;
/** The breadth of a card whose image can be told. */
const READABLE = 26;
/** A row is no lower than this, and its names no more than a share of it. */
const LEAST_ROW = 170;
const NAMES_SHARE = 0.45;
const ROW_GAP = 6;
const GAP = 3;
const LARGEST = 52;
const LEAST = 18;
/** Of cards that crowd in one class of a row: so the current ten have room there. */
const LEAST_IN_ROWS = 12;
const MARK = 13;
const LEAST_MARK = 8;
/** The height of a card of two lines of text, and its breadth in the strip. */
const TEXT = { card: 36, strip: 230 };
/** The height of the line of text at the top of the strip. */
const STRIP_WORDS = 19;
/** The height of what it says of the next step. */
const STRIP_NEXT = 26;

/** Divides the board among the classes of these names and the strip. `full`: labels of earlier rounds are shown in
 * full, and no smaller than others. */
export function layoutBoard(size: Size, names: readonly string[], full = false, texts = false): BoardLayout {
  const width = Math.max(0, size.width - AXIS_WIDTH);
  const rowCount = texts ? 1 : rowsFor(names.length, { width, height: size.height });
  const inRow = Math.ceil(names.length / rowCount);
  const column = columnOf(width, inRow);
  const most = rowCount === 1 ? size.height * 0.3 : (size.height / rowCount) * NAMES_SHARE;
  const written = layoutNames(names, column, rowCount === 1 ? undefined : most);
  const top = Math.min(written.height, most);
  const room = Math.max(1, Math.floor(column - 4));
  const card = Math.min(room, texts ? TEXT.card : Math.floor(clamp(size.height * 0.1, LEAST, LARGEST)));
  const [rows, share] = texts ? [4, 0.3] : [rowCount === 1 ? 2 : 1, 0.13];
  const stripHeight =
    STRIP_WORDS +
    4 +
    Math.max(card + 2, rowCount === 1 ? STRIP_NEXT : 0, Math.min(rows * (card + 2), size.height * share));
  const pitch = (size.height - stripHeight - 8) / rowCount;
  const height = Math.max(card * 2, pitch - top - (rowCount === 1 ? 0 : ROW_GAP));
  const bottom = (rowCount - 1) * pitch + top + height;
  const mark = full ? card : Math.min(card, MARK);
  return {
    card,
    wide: texts
      ? {
          column: Math.max(card, column - mark - 8),
          strip: (width - 8) / Math.max(1, Math.round(width / TEXT.strip)) - 4,
        }
      : null,
    least: Math.min(card, rowCount === 1 ? LEAST : LEAST_IN_ROWS),
    mark,
    leastMark: Math.min(card, LEAST_MARK),
    axis: AXIS_WIDTH,
    names: written,
    header: { x: AXIS_WIDTH, y: 0, width, height: top },
    columns: names.map((_, index) => ({
      x: AXIS_WIDTH + (index % inRow) * (column + GAP),
      y: Math.floor(index / inRow) * pitch + top,
      width: column,
      height,
    })),
    strip: { x: AXIS_WIDTH, y: bottom + 8, width, height: stripHeight },
  };
}

const columnOf = (width: number, count: number): number => Math.max(0, (width - GAP * (count - 1)) / count);

/** How many rows the columns stand in: as few as leave room for a card that can be read, and no more than leave
 * confidence a scale. */
function rowsFor(classes: number, { width, height }: Size): number {
  let rows = 1;
  const readable = () => columnOf(width, Math.ceil(classes / rows)) >= READABLE + 4;
  while (!readable() && height / (rows + 1) >= LEAST_ROW) rows += 1;
  return rows;
}

/** Where the cards of a column stand: squares anywhere in it; texts one above the other, beside the marks. */
export function lanesOf(column: Rect, { card, mark, wide }: BoardLayout): { cards: Rect; marks: Rect } {
  if (wide === null) return { cards: column, marks: column };
  const middle = column.x + mark + 4 + wide.column / 2;
  return {
    cards: { ...column, x: middle - card / 2 - 1, width: card + 2 },
    marks: { ...column, width: mark + 2 },
  };
}

/** The centre of a card of this confidence: full confidence touches the top, none the bottom. */
export function heightOf(confidence: number, column: Rect, card: number): number {
  return column.y + card / 2 + (1 - confidence) * (column.height - card);
}

/** The confidence of a card whose centre is at `y`, to a whole percentage. */
export function confidenceAt(y: number, column: Rect, card: number): number {
  const confidence = 1 - (y - column.y - card / 2) / (column.height - card);
  return Math.round(clamp(confidence, 0, 1) * 100) / 100;
}

export type Drop =
  | { region: 'class'; classIndex: number; confidence: number }
  | { region: 'unlabelled' }
  | { region: 'outside' };

/** What a card would become if let go here: the pointer decides the column, the card's centre the confidence. */
export function dropAt(pointer: Point, centreY: number, layout: BoardLayout): Drop {
  const classIndex = layout.columns.findIndex(
    ({ x, y, width, height }) =>
      within(pointer.x, x, width + GAP) &&
      within(pointer.y, y - layout.header.height, layout.header.height + height),
  );
  const column = layout.columns[classIndex];
  const { strip } = layout;
  if (within(pointer.x, strip.x, strip.width) && within(pointer.y, strip.y - 4, strip.height + 8)) {
    return { region: 'unlabelled' };
  }
  if (column) {
    return { region: 'class', classIndex, confidence: confidenceAt(centreY, column, layout.card) };
  }
  return { region: 'outside' };
}

/** How large cards in the strip may be for this many to have a place each; at least `layout.least`. */
export function stripSize(layout: BoardLayout, count: number): number {
  let size = layout.card;
  while (size > layout.least && stripPlaces(layout, size).length < count) size -= 1;
  return size;
}

/** Centres of all places in the strip that leave cards of this size apart, row by row from the left; at least one. */
export function stripPlaces({ strip, wide }: BoardLayout, card: number): Point[] {
  const padding = 6;
  const across = wide?.strip ?? card;
  const pitch = { x: across + 4, y: card + 2 };
  const rows = Math.max(1, Math.floor((strip.height - STRIP_WORDS - 2) / pitch.y));
  const columns = Math.max(1, Math.floor((strip.width - 2 * padding - across) / pitch.x) + 1);
  return Array.from({ length: rows * columns }, (_, index) => ({
    x: strip.x + padding + across / 2 + (index % columns) * pitch.x,
    y: strip.y + STRIP_WORDS + card / 2 + Math.floor(index / columns) * pitch.y,
  }));
}

/** Whether cards with their centres at these two points would overlap: of a card's place and a pointer, whether
 * the pointer is on the card or within half a card's breadth of it. */
export const near = (a: Point, b: Point, card: number, across = card): boolean =>
  Math.abs(a.x - b.x) < across && Math.abs(a.y - b.y) < card;

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

const within = (value: number, start: number, length: number): boolean =>
  value >= start && value <= start + length;
