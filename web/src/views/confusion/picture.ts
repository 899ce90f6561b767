// The confusion matrix as a drawing for a file.

import { inkOn, mixed } from '../shared/colours';
import { escaped } from '../shared/picture';
import { LIGHT, shadeOf, written, type MatrixCell } from './matrix';

const CELL = 30;
const LETTER = 6.4;

/** An SVG drawing and its size; rows are actual, columns predicted classes. `rates`: shares of the row, in percent. */
export function drawnMatrix(
  cells: readonly MatrixCell[],
  names: readonly string[],
  rates: boolean,
): { drawing: string; width: number; height: number } {
  const shade = shadeOf(cells);
  const label = 14 + Math.max(0, ...names.map((name) => name.length)) * LETTER;
  const side = names.length * CELL;
  const middle = (index: number) => label + (index + 0.5) * CELL;
  const heads = names.flatMap((name, index) => {
    const at = middle(index);
    return [
      `<text x="${label - 6}" y="${at + 4}" text-anchor="end">${escaped(name)}</text>`,
      `<text transform="translate(${at + 4} ${label - 6}) rotate(-90)">${escaped(name)}</text>`,
    ];
  });
  const squares = cells.map((cell) => {
    const { colour: own, share } = shade(cell);
    const colour = mixed(own, LIGHT, share);
    const [x, y] = [label + cell.predicted * CELL, label + cell.actual * CELL];
    const says = written(cell, rates);
    const text = `<text x="${x + CELL / 2}" y="${y + CELL / 2 + 4}" text-anchor="middle" fill="${inkOn(colour)}">${says}</text>`;
    const square = `<rect x="${x}" y="${y}" width="${CELL - 1}" height="${CELL - 1}" fill="${colour}"/>`;
    return square + (says ? text : '');
  });
  const drawing = `<g font-size="10.5" fill="#535d6d">${heads.join('')}${squares.join('')}</g>`;
  return { drawing, width: label + side + 12, height: label + side + 12 };
}
