// The confusion matrix as a picture: a row per actual, a column per predicted class.

export const RIGHT = '#23478f';
export const WRONG = '#d92b3a';
/** What an empty cell is painted with in a light page; in a dark one every cell carries white ink. */
export const LIGHT = '#f4f5f8';
/** The share of its colour that a cell of full strength has. */
export const STRONGEST = 0.82;

/** `was`: what stood there in the matrix it is compared with; null: it is compared with none. */
export type MatrixCell = {
  actual: number;
  predicted: number;
  value: number;
  total: number;
  share: number;
  was: { value: number; share: number } | null;
};
type Confusion = readonly (readonly number[])[];

/** Every cell, row by row; `share` is the part of its row, in [0, 1], 0 for an empty row. `before`: the matrix to
 * compare with, of the same classes. */
export function cellsOf(confusion: Confusion, before: Confusion | null = null): MatrixCell[] {
  const was = before && cellsOf(before);
  return confusion.flatMap((row, actual) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return row.map((value, predicted) => ({
      ...{ actual, predicted, value, total },
      share: total ? value / total : 0,
      was: was?.[actual * row.length + predicted] ?? null,
    }));
  });
}

/** By how much its share of the row has grown, in [-1, 1]; 0 where there is nothing to compare with. */
export const grownBy = ({ share, was }: MatrixCell): number => (was ? share - was.share : 0);

/** More on the diagonal is better, more beside it worse. */
const isBetter = (cell: MatrixCell): boolean => grownBy(cell) > 0 === (cell.actual === cell.predicted);

/** The largest share of a row that went to one wrong class. */
export function worstShare(cells: readonly MatrixCell[]): number {
  return Math.max(
    0,
    ...cells.filter(({ actual, predicted }) => actual !== predicted).map(({ share }) => share),
  );
}

/** The most that a share has changed by. */
export const mostChanged = (cells: readonly MatrixCell[]): number =>
  Math.max(0, ...cells.map((cell) => Math.abs(grownBy(cell))));

/** Strength of a cell's colour in [0, 1]: right answers as they are, mistakes relative to the worst of them,
 * by square root, so that few mistakes still show beside many. */
export function strength(cell: MatrixCell, worst: number): number {
  if (cell.actual === cell.predicted) return cell.share;
  return worst > 0 ? Math.sqrt(cell.share / worst) : 0;
}

/** A cell's colour, and how much of it there is, in [0, 1]. Of a comparison: what has become better, and worse. */
export function shadeOf(
  cells: readonly MatrixCell[],
): (cell: MatrixCell) => { colour: string; share: number } {
  const [worst, most] = [worstShare(cells), mostChanged(cells)];
  return (cell) => {
    if (!cell.was)
      return {
        colour: cell.actual === cell.predicted ? RIGHT : WRONG,
        share: strength(cell, worst) * STRONGEST,
      };
    const share = most > 0 ? Math.sqrt(Math.abs(grownBy(cell)) / most) : 0;
    return { colour: isBetter(cell) ? RIGHT : WRONG, share: share * STRONGEST };
  };
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value).replace('-', '−'));

/** What stands in a cell, nothing for 0. `rates`: percent of the row; of a comparison, by how much it has changed. */
export function written(cell: MatrixCell, rates: boolean): string {
  const { value, share, was } = cell;
  if (!was) return String((rates ? Math.round(share * 100) : value) || '');
  const change = rates ? Math.round(grownBy(cell) * 100) : value - was.value;
  return change === 0 ? '' : signed(change);
}

/** A row per actual class, with its name in front, under a row of the predicted classes' names. */
export function tableOf(
  confusion: readonly (readonly number[])[],
  name: (classIndex: number) => string,
): (string | number)[][] {
  const names = confusion.map((_, index) => name(index));
  return [['actual', ...names], ...confusion.map((row, index) => [names[index] ?? '', ...row])];
}

/** "actual 4, predicted 9: 57 of 982"; of a comparison ", 12 fewer than before" */
export function describe(cell: MatrixCell, name: (classIndex: number) => string): string {
  const { actual, predicted, value, total, was } = cell;
  const now = `actual ${name(actual)}, predicted ${name(predicted)}: ${value} of ${total}`;
  if (!was) return now;
  const more = value - was.value;
  return `${now}, ${more === 0 ? 'as many as' : `${Math.abs(more)} ${more > 0 ? 'more' : 'fewer'} than`} before`;
}
