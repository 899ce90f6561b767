// Draws the samples on the board above the pool's points: their class's colour, a ring for their status.

import type { Cell, ClassSpec, PoolSpec } from '../contract';
import type { Status } from '../../session/types';
import type { Place } from './scatter';

type Mark = { classIndex: number | null; status: Status };

export type Marks = {
  board: PoolSpec['board'];
  classes: readonly ClassSpec[];
  hover: number | null;
  cell: Cell | null;
  placeOf: (sampleId: number) => Place | null;
};

const RING: Record<Status, string> = {
  unlabelled: '#1b2230',
  predicted: '#f2b705',
  confirmed: '#ffffff',
  corrected: '#ffffff',
  hand_labelled: '#ffffff',
};
const RADIUS = 4.5;

/** `canvas` is `width` by `height` CSS pixels; its bitmap follows the device's pixels. */
export function drawMarks(canvas: HTMLCanvasElement, width: number, height: number, marks: Marks): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  for (const [sampleId, mark] of marks.board) {
    const place = marks.placeOf(sampleId);
    if (place) drawMark(context, place, mark, marks);
  }
  drawHover(context, marks);
}

function drawMark(
  context: CanvasRenderingContext2D,
  { x, y }: Place,
  mark: Mark,
  { classes, cell }: Marks,
): void {
  const { classIndex, status } = mark;
  const concerned = !cell || classIndex === cell.actual || classIndex === cell.predicted;
  context.globalAlpha = concerned ? 1 : 0.12;
  disc(context, x, y, RADIUS + 1.6, status === 'unlabelled' ? '#ffffff' : '#1b2230');
  disc(context, x, y, RADIUS + 1, RING[status]);
  disc(
    context,
    x,
    y,
    RADIUS - 0.8,
    classIndex === null ? '#8a93a2' : (classes[classIndex]?.colour ?? '#000000'),
  );
  context.globalAlpha = 1;
}

function drawHover(context: CanvasRenderingContext2D, { hover, placeOf }: Marks): void {
  const place = hover === null ? null : placeOf(hover);
  if (!place) return;
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
