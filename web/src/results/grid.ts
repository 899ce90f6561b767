// Tables that a reader can sort by any column: what stands in their cells, and in which order their rows stand.

/**
 * `value` is what the column is sorted by, the text itself where there is none. `head`: the cell heads its row.
 * `colour`: of a patch before the text. `shade`: strength in [0, 1] of the cell's ground. `note`: shown on hover.
 */
export type Cell = {
  text: string;
  value?: number;
  strong?: boolean;
  head?: boolean;
  colour?: string;
  shade?: number;
  note?: string;
};
export type Line = readonly Cell[];

/** `meaning`: shown on hover. `text`: set from the left, as words are. */
export type Column = { title: string; meaning?: string; text?: boolean };

/** A rule parts the groups until the reader sorts. */
export type Grid = { columns: readonly Column[]; groups: readonly (readonly Line[])[] };

export type Order = { column: number; descending: boolean };

export const head = (text: string): Cell => ({ text, head: true });

/** Whether all cells of the column are numbers. */
const isNumeric = (lines: readonly Line[], column: number): boolean =>
  lines.every((line) => line[column]?.value !== undefined);

/** What a click on a column's heading asks for: highest first, then lowest first; names the other way round. */
export function turned(grid: Grid, before: Order | null, column: number): Order {
  if (before?.column === column) return { column, descending: !before.descending };
  return { column, descending: isNumeric(grid.groups.flat(), column) };
}

/** The lines in that order; equal ones stay in the order of the grid, and each keeps whether it is first in its group. */
export function arranged({ groups }: Grid, order: Order | null): { line: Line; first: boolean }[] {
  const lines = groups.flatMap((own) => own.map((line, at) => ({ line, first: at === 0 })));
  if (!order) return lines;
  const numeric = isNumeric(groups.flat(), order.column);
  const cell = (line: Line) => line[order.column] ?? head('');
  const compare = (a: Line, b: Line) =>
    numeric
      ? ordered(cell(a).value ?? 0, cell(b).value ?? 0)
      : cell(a).text.localeCompare(cell(b).text, 'en', { numeric: true });
  const sign = order.descending ? -1 : 1;
  return lines.sort((a, b) => sign * compare(a.line, b.line));
}

const SPREAD = ' ± ';
const NUMBER = /^[+−-]?\d+(\.\d+)?$/;

/** As a table of plain cells under the columns' titles, for other programs: a mean and its deviation in two. */
export function tableOf(grid: Grid): (string | number)[][] {
  const lines = grid.groups.flat();
  const spread = grid.columns.map((_, at) => lines.some((line) => line[at]?.text.includes(SPREAD)));
  const cells = (text: string, at: number) => {
    const [mean = '', deviation = ''] = spread[at] ? text.split(SPREAD) : [text];
    return (spread[at] ? [mean, deviation] : [mean]).map(plain);
  };
  return [
    grid.columns.flatMap(({ title }, at) => (spread[at] ? [title, `${title}, standard deviation`] : [title])),
    ...lines.map((line) => line.flatMap(({ text }, at) => cells(text, at))),
  ];
}

const plain = (text: string): string | number =>
  NUMBER.test(text) ? Number(text.replace('+', '').replace('−', '-')) : text;

/** By size, infinities among themselves being equal. */
const ordered = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
