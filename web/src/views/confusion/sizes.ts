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
  const left = Math.max(24, Math.min(12 + longestOf(names) * LETTER, width * 0.34));
  const upright = longestOf(names) * LETTER + 4 > column;
  const top = upright ? Math.max(18, Math.min(8 + longestOf(names) * LETTER, height * 0.34)) : 18;
  return { left, top, column, row, upright, scrolls };
}

const longestOf = (names: readonly string[]): number => Math.max(0, ...names.map((name) => name.length));

function fitted(width: number, height: number, names: readonly string[]): Omit<Sizes, 'scrolls'> {
  const longest = longestOf(names);
  /** Names have what few classes leave, and a share of the room at least. */
  const roomFor = (room: number, share: number) =>
    Math.max(room * share, Math.min(room * 0.4, room - names.length * ENOUGH));
  const left = Math.max(24, Math.min(12 + longest * LETTER, roomFor(width, 0.22)));
  const column = (width - left - EDGE.right) / names.length;
  const upright = longest * LETTER + 4 > column;
  const top = upright ? Math.max(18, Math.min(8 + longest * LETTER, roomFor(height, 0.2))) : 18;
  return { left, top, column, row: (height - top - EDGE.bottom) / names.length, upright };
}
