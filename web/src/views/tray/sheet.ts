// Which pictures of a contact sheet are drawn: those of the rows that can be seen.

/** In pixels. `across`, `down`: from one picture to the next. */
export type Frame = { width: number; height: number; scrolled: number; across: number; down: number };

/** Indices from `first` up to, not including, `end`; `columns` in a row. In pixels: `top`, where the first row drawn
 * stands, and `whole`, the height of all rows. */
export type Shown = { columns: number; first: number; end: number; top: number; whole: number };

/** Rows beyond the edges that are drawn too, so that scrolling meets pictures. */
const BEYOND = 2;

export function shownOf(count: number, { width, height, scrolled, across, down }: Frame): Shown {
  const columns = Math.max(1, Math.floor(width / across));
  const rows = Math.ceil(count / columns);
  const from = Math.max(0, Math.min(Math.floor(scrolled / down), rows - 1) - BEYOND);
  const to = Math.min(rows, Math.ceil((scrolled + height) / down) + BEYOND);
  return {
    columns,
    first: from * columns,
    end: Math.min(count, to * columns),
    top: from * down,
    whole: rows * down,
  };
}

/** Where an arrow key leads from one picture; null for other keys, and where nothing lies there. */
export function stepped(key: string, from: number, count: number, columns: number): number | null {
  const by: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const to = from + (by[key] ?? NaN);
  return to >= 0 && to < count ? to : null;
}
