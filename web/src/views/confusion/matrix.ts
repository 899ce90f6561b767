// The confusion matrix as a picture: a row per actual, a column per predicted class.

export const RIGHT = '#23478f';
export const WRONG = '#d92b3a';
/** What an empty cell is painted with in a light page; in a dark one every cell carries white ink. */
export const LIGHT = '#f4f5f8';
/** The share of its colour that a cell of full strength has. */
export const STRONGEST = 0.82;

export type MatrixCell = { actual: number; predicted: number; value: number; total: number; share: number };

/** Every cell, row by row; `share` is the part of its row, in [0, 1], 0 for an empty row. */
export function cellsOf(confusion: readonly (readonly number[])[]): MatrixCell[] {
  return confusion.flatMap((row, actual) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return row.map((value, predicted) => ({
      actual,
      predicted,
      value,
      total,
      share: total ? value / total : 0,
    }));
  });
}

/** The largest share of a row that went to one wrong class. */
export function worstShare(cells: readonly MatrixCell[]): number {
  return Math.max(
    0,
    ...cells.filter(({ actual, predicted }) => actual !== predicted).map(({ share }) => share),
  );
}

/** Strength of a cell's colour in [0, 1]: right answers as they are, mistakes relative to the worst of them,
 * by square root, so that few mistakes still show beside many. */
export function strength(cell: MatrixCell, worst: number): number {
  if (cell.actual === cell.predicted) return cell.share;
  return worst > 0 ? Math.sqrt(cell.share / worst) : 0;
}

/** A row per actual class, with its name in front, under a row of the predicted classes' names. */
export function tableOf(
  confusion: readonly (readonly number[])[],
  name: (classIndex: number) => string,
): (string | number)[][] {
  const names = confusion.map((_, index) => name(index));
  return [['actual', ...names], ...confusion.map((row, index) => [names[index] ?? '', ...row])];
}

/** "actual 4, predicted 9: 57 of 982" */
export function describe(cell: MatrixCell, name: (classIndex: number) => string): string {
  return `actual ${name(cell.actual)}, predicted ${name(cell.predicted)}: ${cell.value} of ${cell.total}`;
}
