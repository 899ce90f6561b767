// The map as a drawing for a file.

import { framed, type LegendEntry } from '../shared/picture';

const DISC = 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0';

/** The points with the marks above them, in one raster as the screen has it, under a title and what the colours mean. */
export function drawnMap(
  points: HTMLCanvasElement,
  marks: HTMLCanvasElement,
  title: string,
  colours: readonly Omit<LegendEntry, 'mark'>[],
): string {
  points.getContext('2d')?.drawImage(marks, 0, 0, points.width, points.height);
  const { clientWidth: width, clientHeight: height } = marks;
  const drawing = `<image href="${points.toDataURL('image/png')}" width="${width}" height="${height}"/>`;
  const legend = colours.map((entry) => ({ ...entry, mark: DISC }));
  return framed(drawing, { width, height }, { title, legend });
}
