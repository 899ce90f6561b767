// Draws the samples on the board above the pool's points: their class's colour, a ring for their status.

import type { Cell, ClassSpec, PoolSpec, Status } from '../contract';
import type { Place, Size } from './view';

type Mark = { classIndex: number | null; status: Status };
type Drawn = Mark & { colour: string; behind: boolean };

export type Marks = {
  board: PoolSpec['board'];
  classes: readonly ClassSpec[];
  hover: number | null;
  cell: Cell | null;
  /** not on the board: samples that the tray shows */
  gathered: readonly number[];
  /** the corners of what is being drawn around samples */
  line: readonly Place[];
  /** what the legend leaves out, and the colour that it gives in place of a class's */
  greys: (sampleId: number) => boolean;
  shadeOf: (sampleId: number) => string | null;
  placeOf: (sampleId: number) => Place | null;
};

const RING: Record<Status, string> = {
  unlabelled: '#1b2230',
  predicted: '#f2b705',
  confirmed: '#ffffff',
  corrected: '#ffffff',
  hand_labelled: '#ffffff',
  imported: '#ffffff',
};
const RADIUS = 4.5;
const GATHERED_RADIUS = 2.4;
const MOST_GATHERED = 5000;
const HOVERED_RADIUS = 2;
/** Radius in CSS pixels: smaller where many marks would hide the points. */
export const radiusOf = (count: number): number =>
  Math.max(2.6, RADIUS * Math.min(1, Math.sqrt(150 / count)));

/** `canvas` is `width` by `height` CSS pixels of `ratio` device pixels each. */
export function drawMarks(
  canvas: HTMLCanvasElement,
  { width, height, ratio }: Size & { ratio: number },
  marks: Marks,
): void {
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  const ink = getComputedStyle(canvas).color;
  for (const sampleId of marks.gathered.slice(0, MOST_GATHERED)) {
    const place = marks.board.has(sampleId) ? null : marks.placeOf(sampleId);
    if (place) disc(context, place.x, place.y, GATHERED_RADIUS, ink);
  }
  const people = [...marks.board.values()].filter(({ status }) => status !== 'imported').length;
  const radius = radiusOf(people);
  const unlabelledFirst = [...marks.board].sort(([, a], [, b]) => labelled(a) - labelled(b));
  for (const [sampleId, mark] of unlabelledFirst) {
    const place = marks.placeOf(sampleId);
    if (place) drawMark(context, place, radius, drawnAs(sampleId, mark, marks));
  }
  context.globalAlpha = 1;
  drawHover(context, marks);
  drawLine(context, marks.line, ink);
}

function drawLine(context: CanvasRenderingContext2D, line: readonly Place[], ink: string): void {
  const [first, ...others] = line;
  if (!first) return;
  context.beginPath();
  context.moveTo(first.x, first.y);
  others.forEach(({ x, y }) => context.lineTo(x, y));
  context.closePath();
  context.setLineDash([4, 3]);
  context.lineWidth = 1.5;
  context.strokeStyle = ink;
  context.stroke();
  context.globalAlpha = 0.08;
  context.fillStyle = ink;
  context.fill();
  context.globalAlpha = 1;
}

function drawnAs(sampleId: number, mark: Mark, { classes, cell, greys, shadeOf }: Marks): Drawn {
  const { classIndex } = mark;
  const concerned = !cell || classIndex === cell.actual || classIndex === cell.predicted;
  const behind = !concerned || greys(sampleId);
  return { ...mark, colour: shadeOf(sampleId) ?? colourOf(mark, classes), behind };
}

function drawMark(
  context: CanvasRenderingContext2D,
  { x, y }: Place,
  radius: number,
  { status, colour, behind }: Drawn,
): void {
  context.globalAlpha = behind ? 0.12 : 1;
  if (status === 'imported') {
    square(context, x, y, colour);
    return;
  }
  disc(context, x, y, radius + 1.6, status === 'unlabelled' ? '#ffffff' : '#1b2230');
  disc(context, x, y, radius + 1, RING[status]);
  disc(context, x, y, radius - 0.8, colour);
}

/** In this order, the later above the earlier. */
const labelled = ({ classIndex, status }: Mark): number =>
  status === 'imported' ? -1 : classIndex === null ? 0 : 1;

const colourOf = ({ classIndex }: Mark, classes: readonly ClassSpec[]): string =>
  classIndex === null ? '#8a93a2' : (classes[classIndex]?.colour ?? '#000000');

/** Of imported labels there may be tens of thousands, with the pointer on its way. */
function square(context: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(x - 1.5, y - 1.5, 3, 3);
}

function drawHover(context: CanvasRenderingContext2D, { board, hover, placeOf }: Marks): void {
  const place = hover === null ? null : placeOf(hover);
  if (hover === null || !place) return;
  if (!board.has(hover)) disc(context, place.x, place.y, HOVERED_RADIUS, '#1b2230');
  for (const [width, colour] of [
    [4.5, '#ffffff'],
    [2, '#1b2230'],
  ] as const) {
    context.beginPath();
    context.arc(place.x, place.y, RADIUS + 5, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}
