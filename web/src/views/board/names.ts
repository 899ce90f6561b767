// How the class names are written above the columns: all in one size, on one or two lines, or upwards.

import { withoutPrefix } from '../shared/names';
import { isTyped } from './typed';

/** `size` and `height` in CSS pixels. `lines`: of each name, as it is written; none where there is no room for names. `keys`: the keys and counts have a line
 * of their own beneath the names. */
export type NameLayout = {
  upright: boolean;
  size: number;
  height: number;
  keys: boolean;
  /** the letters that assign a class are marked in its name */
  spelled: boolean;
  lines: readonly (readonly string[])[];
};

/** From here on names are written upwards, unless they are as short as a number. */
const MANY = 12;
/** Letters of a name that is as short as a number. */
const FEW = 3;
const LARGE = [25, 22, 19, 17];
const ONE_LINE = [17, 16, 15, 14, 13];
const TWO_LINES = [...ONE_LINE, 12, 11, 10];
/** The mean breadth of a letter of bold text, of its size. */
const LETTER = 0.62;
const LINE = 1.15;
const PADDING = 8;
const KEYS_HEIGHT = 19;
const SMALLEST = 9;
/** Of the tallest header with names written upwards. */
const TALLEST = 124;

/** Columns so narrow have a line in their class's colour. */
const NONE = { upright: true, size: SMALLEST, height: 6, keys: false, spelled: false };

/** For columns this wide; `tallest`: how high the header may be. */
export function layoutNames(names: readonly string[], column: number, tallest = TALLEST): NameLayout {
  const letters = Math.max(...names.map(({ length }) => length));
  if (column < SMALLEST) return { ...NONE, lines: names.map(() => []) };
  if (names.length >= MANY && letters > FEW) return uprightNames(names, column, tallest);
  const fitting = (sizes: readonly number[], most: number) =>
    sizes.find((size) => names.every((name) => linesOf(name, size, column - PADDING).length <= most));
  const size =
    (letters <= FEW ? fitting(LARGE, 1) : undefined) ?? fitting(ONE_LINE, 1) ?? fitting(TWO_LINES, 2);
  if (size === undefined) return uprightNames(names, column, tallest);
  const lines = names.map((name) => linesOf(name, size, column - PADDING));
  const beside = letters <= FEW && column >= 44;
  const most = Math.max(...lines.map(({ length }) => length));
  const height = most * Math.ceil(size * LINE) + 12 + (beside ? 0 : KEYS_HEIGHT);
  return { upright: false, size, height, keys: !beside, spelled: false, lines };
}

/** As large as the column is wide, and smaller where they would be longer than the header may be high. */
function uprightNames(names: readonly string[], column: number, tallest: number): NameLayout {
  const short = withoutPrefix(names);
  const spelled = isTyped(names.length);
  const letters = Math.max(...short.map(({ length }) => length));
  const beneath = (spelled ? 1 : 2) * KEYS_HEIGHT + (spelled ? 16 : 8);
  const heightOf = (size: number) => Math.ceil(letters * size * LETTER) + beneath;
  let size = Math.max(SMALLEST, Math.min(13, Math.floor(column / LINE) - 2));
  while (size > SMALLEST && heightOf(size) > tallest) size -= 1;
  const height = Math.min(tallest, heightOf(size));
  return { upright: true, size, height, keys: true, spelled, lines: short.map((name) => [name]) };
}

/** The name on one line, or on two that are as even as can be; it breaks after spaces, hyphens and slashes only. On
 * three where it does not fit. */
function linesOf(name: string, size: number, width: number): string[] {
  const room = Math.floor(width / (size * LETTER));
  if (name.length <= room) return [name];
  const words = name.split(/(?<=[ /-])/);
  const longest = (lines: readonly string[]) => Math.max(...lines.map(({ length }) => length));
  const splits = words
    .slice(1)
    .map((_, index) => [
      words
        .slice(0, index + 1)
        .join('')
        .trimEnd(),
      words.slice(index + 1).join(''),
    ])
    .sort((a, b) => longest(a) - longest(b));
  const [best] = splits;
  return best && longest(best) <= room ? best : [name, '', ''];
}
