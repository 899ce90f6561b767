// What has changed from one round to the next, as a drawing for a file.

import type { ComparedSpec } from '../contract';
import { escaped } from '../shared/picture';

const BAR = 26;
const GAP = 14;
const TALLEST = 110;
const LETTER = 6.4;

/** As the statuses of labels are coloured in the light. */
export const WAY_COLOURS = { gained: '#1d6fdc', lost: '#d92b3a' } as const;

/** An SVG drawing and its size: for each class, upwards what became right and downwards what became wrong. */
export function drawnChanges(
  classes: ComparedSpec['classes'],
  names: readonly string[],
): { drawing: string; width: number; height: number } {
  const most = Math.max(1, ...classes.flatMap(({ gained, lost }) => [gained, lost]));
  const longest = Math.max(0, ...classes.map(({ classIndex }) => (names[classIndex] ?? '').length)) * LETTER;
  const step = Math.max(BAR + GAP, longest + GAP);
  const middle = TALLEST + 24;
  const bars = classes.map(({ classIndex, gained, lost }, index) => {
    const x = GAP + index * step;
    const [up, down] = [gained, lost].map((count) => (TALLEST * count) / most) as [number, number];
    const text = (y: number, says: string | number) =>
      `<text x="${x + BAR / 2}" y="${y}" text-anchor="middle">${says}</text>`;
    return (
      `<rect x="${x}" y="${middle - up}" width="${BAR}" height="${up}" fill="${WAY_COLOURS.gained}"/>` +
      `<rect x="${x}" y="${middle}" width="${BAR}" height="${down}" fill="${WAY_COLOURS.lost}"/>` +
      text(middle - up - 4, gained) +
      text(middle + down + 13, lost) +
      text(2 * middle + 12, escaped(names[classIndex] ?? String(classIndex)))
    );
  });
  const width = GAP + classes.length * step;
  const axis = `<path d="M${GAP / 2} ${middle}H${width - GAP / 2}" stroke="#8a93a2"/>`;
  const drawing = `<g font-size="10.5" fill="#535d6d">${bars.join('')}${axis}</g>`;
  return { drawing, width, height: 2 * middle + 22 };
}
