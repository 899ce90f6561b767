// Going through the matrix by key: one place of it takes the focus, and keys move it.

/** -1: the names in front of a row, or above a column. */
export type Place = { actual: number; predicted: number };

const PAGE = 10;
const STEPS: Record<string, Place> = {
  ArrowUp: { actual: -1, predicted: 0 },
  ArrowDown: { actual: 1, predicted: 0 },
  ArrowLeft: { actual: 0, predicted: -1 },
  ArrowRight: { actual: 0, predicted: 1 },
  PageUp: { actual: -PAGE, predicted: 0 },
  PageDown: { actual: PAGE, predicted: 0 },
};

/** Where a key leads to in a matrix of so many classes; null: nowhere, or it is no key of this kind. */
export function placeAfter(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { actual, predicted }: Place,
  classes: number,
): Place | null {
  const within = (index: number) => Math.max(-1, Math.min(classes - 1, index));
  const step = STEPS[key];
  if (step) {
    const next = { actual: within(actual + step.actual), predicted: within(predicted + step.predicted) };
    const isCorner = next.actual < 0 && next.predicted < 0;
    return isCorner || (next.actual === actual && next.predicted === predicted) ? null : next;
  }
  if (key === 'Home') return { actual: ctrlKey ? 0 : actual, predicted: actual < 0 || ctrlKey ? 0 : -1 };
  if (key === 'End') return { actual: ctrlKey ? classes - 1 : actual, predicted: classes - 1 };
  return null;
}
