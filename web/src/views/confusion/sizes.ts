// How large the parts of the matrix are.

/** In CSS pixels. `left` and `top`: the room of the names. `scrolls`: cells as small as the frame leaves could neither be told
 * apart nor hit. `upright`: names that do not fit above their column are written upwards. */
export type Sizes = {
  left: number;
  top: number;
  column: number;
  row: number;
  scrolls: boolean;
  upright: boolean;
};

const LETTER = 6.5;
/** The breadth of a cell that names need not make way for. */
const ENOUGH = 36;
/** Smaller cells scroll, and are then as large as a pointer hits. */
const LEAST = { column: 12, row: 10 };
const SCROLLING = { column: 24, row: 24 };
const EDGE = { right: 12, bottom: 2 };

export function sizesIn(width: number, height: number, names: readonly string[]): Sizes {
  const fitting = fitted(width, height, names);
  const scrolls = fitting.column < LEAST.column || fitting.row < LEAST.row;
  if (!scrolls) return { ...fitting, scrolls };
  const [column, row] = [Math.max(SCROLLING.column, fitting.column), Math.max(SCROLLING.row, fitting.row)];
  const left = leftOf(names, width * 0.34);
  return { left, ...above(names, column, height * 0.34), column, row, scrolls };
}

const longestOf = (names: readonly string[]): number => Math.max(0, ...names.map((name) => name.length));

/** The breadth of names in front of rows, `room` at most. */
const leftOf = (names: readonly string[], room: number): number =>
  Math.max(24, Math.min(12 + longestOf(names) * LETTER, room));

/** How names stand above columns of a breadth, `room` high at most. */
function above(names: readonly string[], column: number, room: number): Pick<Sizes, 'top' | 'upright'> {
  const length = longestOf(names) * LETTER;
  const upright = length + 4 > column;
  return { upright, top: upright ? Math.max(18, Math.min(8 + length, room)) : 18 };
}

function fitted(width: number, height: number, names: readonly string[]): Omit<Sizes, 'scrolls'> {
  /** Names have what few classes leave, and a share of the room at least. */
  const roomFor = (room: number, share: number) =>
    Math.max(room * share, Math.min(room * 0.4, room - names.length * ENOUGH));
  const left = leftOf(names, roomFor(width, 0.22));
  const column = (width - left - EDGE.right) / names.length;
  const { top, upright } = above(names, column, roomFor(height, 0.2));
  return { left, top, column, row: (height - top - EDGE.bottom) / names.length, upright };
}
