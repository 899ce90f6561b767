// Where things stand on the board. Lengths in CSS pixels, y grows downwards, confidence in [0, 1] grows upwards.

export type Point = { x: number; y: number };
export type Size = { width: number; height: number };
export type Rect = Point & Size;

/** `header` holds the class names, `columns` the cards, `strip` the unlabelled region; all share their width.
 * `upright`: the columns are too narrow for the longest name, so names that do not fit are written upwards. */
export type BoardLayout = {
  card: number;
  axis: number;
  upright: boolean;
  header: Rect;
  columns: Rect[];
  strip: Rect;
};

const AXIS_WIDTH = 34;
const HEADER_HEIGHT = 44;
const UPRIGHT_HEADER_HEIGHT = 118;
/** A name of up to three letters is written large; a longer one takes this much for each letter, in pixels. */
const LETTER_WIDTH = 6.5;
const GAP = 3;

/** As many cards side by side as stay large enough to read. */
function cardSize(column: number, height: number): number {
  const lanes = Math.max(2, Math.ceil(column / 44));
  return Math.floor(clamp(Math.min(column / lanes - 2, height * 0.09), 18, 46));
}

/** Divides the board among `classCount` columns and the strip; the longest class name has `letters` letters. */
export function layoutBoard(size: Size, classCount: number, letters = 1): BoardLayout {
  const width = Math.max(0, size.width - AXIS_WIDTH);
  const column = (width - GAP * (classCount - 1)) / classCount;
  const card = cardSize(column, size.height);
  const stripHeight = card * 2 + 22;
  const upright = column < (letters > 3 ? Math.min(60, 24 + letters * LETTER_WIDTH) : 38);
  const top = upright ? Math.min(UPRIGHT_HEADER_HEIGHT, 46 + letters * LETTER_WIDTH) : HEADER_HEIGHT;
  const height = Math.max(card * 2, size.height - top - stripHeight - 8);
  return {
    card,
    axis: AXIS_WIDTH,
    upright,
    header: { x: AXIS_WIDTH, y: 0, width, height: top },
    columns: Array.from({ length: classCount }, (_, index) => ({
      x: AXIS_WIDTH + index * (column + GAP),
      y: top,
      width: column,
      height,
    })),
    strip: { x: AXIS_WIDTH, y: top + height + 8, width, height: stripHeight },
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
  const classIndex = layout.columns.findIndex((column) => within(pointer.x, column.x, column.width + GAP));
  const column = layout.columns[classIndex];
  const { strip } = layout;
  if (within(pointer.x, strip.x, strip.width) && within(pointer.y, strip.y - 4, strip.height + 8)) {
    return { region: 'unlabelled' };
  }
  if (column && within(pointer.y, 0, column.y + column.height)) {
    return { region: 'class', classIndex, confidence: confidenceAt(centreY, column, layout.card) };
  }
  return { region: 'outside' };
}

/** Centres for cards at the given heights in one column: side by side where there is room, else with the
 * least overlap with each other and with those that stand there already. Earlier ones choose first. The same
 * input gives the same places. */
export function dodge(
  heights: readonly number[],
  column: Rect,
  card: number,
  standing: readonly Point[] = [],
): Point[] {
  const xs = lanes(column, card);
  const places = [...standing];
  for (const y of heights) {
    const level = places.filter((other) => Math.abs(other.y - y) < card);
    const crowded = xs.map((lane) => crowding(lane, y, level, card));
    const x = xs[crowded.indexOf(Math.min(...crowded))] ?? column.x;
    places.push({ x, y });
  }
  return places.slice(standing.length);
}

/** Places that leave cards apart, from the middle outwards, then those half between them. */
function lanes(column: Rect, card: number): number[] {
  const pitch = card + 1;
  const count = Math.max(1, Math.floor((column.width - 1) / pitch));
  const middle = column.x + column.width / 2;
  const apart = Array.from({ length: count }, (_, index) => middle + (index - (count - 1) / 2) * pitch);
  const spare = Math.max(0, (column.width - card) / 2 - 2);
  const between = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1].map((part) => middle + part * spare);
  const fromMiddle = (a: number, b: number) => Math.abs(a - middle) - Math.abs(b - middle) || a - b;
  return [...apart.sort(fromMiddle), ...between.sort(fromMiddle)];
}

/** Squared, because several small overlaps hide less than a large one. */
function crowding(x: number, y: number, level: readonly Point[], card: number): number {
  const overlap = (other: Point) =>
    Math.max(0, card - Math.abs(other.x - x)) * Math.max(0, card - Math.abs(other.y - y));
  return level.reduce((sum, other) => sum + overlap(other) ** 2, 0);
}

/** Centres of all places in the strip that leave cards apart, row by row from the left; at least one. */
export function stripPlaces({ card, strip }: BoardLayout): Point[] {
  const padding = 6;
  const pitch = { x: card + 4, y: card + 2 };
  const rows = Math.max(1, Math.floor((strip.height - 18) / pitch.y));
  const columns = Math.max(1, Math.floor((strip.width - 2 * padding - card) / pitch.x) + 1);
  return Array.from({ length: rows * columns }, (_, index) => ({
    x: strip.x + padding + card / 2 + (index % columns) * pitch.x,
    y: strip.y + 18 + card / 2 + Math.floor(index / columns) * pitch.y,
  }));
}

/** Whether cards with their centres at these two points would overlap: of a card's place and a pointer, whether
 * the pointer is on the card or within half a card's breadth of it. */
export const near = (a: Point, b: Point, card: number): boolean =>
  Math.abs(a.x - b.x) < card && Math.abs(a.y - b.y) < card;

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

const within = (value: number, start: number, length: number): boolean =>
  value >= start && value <= start + length;
