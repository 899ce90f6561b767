// Turns what pointers and the wheel do on a canvas into panning, zooming, pointing and pressing.

import type { Place } from './view';

/** Places are in CSS pixels of the canvas. */
export type Gestures = {
  pan: (by: Place) => void;
  zoom: (factor: number, at: Place) => void;
  /** The pointer is there, with no button down; null: it has left. */
  point: (at: Place | null) => void;
  /** Pressed and released in one place. */
  press: (at: Place, shift: boolean) => void;
  doublePress: (at: Place) => void;
  /** Whether a drag draws a line, in place of panning. */
  draws: (shift: boolean) => boolean;
  /** The line that is being drawn; empty once nothing is drawn any more. */
  draw: (path: readonly Place[]) => void;
  /** A line has been drawn to its end. */
  drawn: (path: readonly Place[]) => void;
};

/** In CSS pixels: a pointer that moves less while it is down presses; one that moves more drags. */
const SLACK = 3;
const PIXELS_PER_LINE = 16;

type Wheel = Pick<WheelEvent, 'deltaY' | 'deltaMode'>;

/** By how much the wheel enlarges: by e for the canvas's height. */
export function wheelFactor({ deltaY, deltaMode }: Wheel, height: number): number {
  const unit = [1, PIXELS_PER_LINE, height][deltaMode] ?? 1;
  return Math.exp((-deltaY * unit) / height);
}

const apart = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);
const middle = (a: Place, b: Place): Place => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const placeIn = ({ offsetX, offsetY }: MouseEvent): Place => ({ x: offsetX, y: offsetY });

/** Stops when the signal is aborted. */
export function listen(canvas: HTMLElement, signal: AbortSignal, gestures: Gestures): void {
  const down = new Map<number, Place>();
  let pressing: Place | null = null;
  let path: Place[] | null = null;

  function drop(): void {
    path = null;
    gestures.draw([]);
  }

  /** Of a line that is being drawn: what the pointer does until it is up means nothing more. */
  function letGo(): void {
    if (!path) return;
    down.clear();
    drop();
  }

  function start(event: PointerEvent): void {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, placeIn(event));
    pressing = down.size === 1 ? placeIn(event) : null;
    if (path) drop();
    else if (pressing && gestures.draws(event.shiftKey)) path = [pressing];
  }

  function move(event: PointerEvent): void {
    const at = placeIn(event);
    const before = down.get(event.pointerId);
    if (!before) return gestures.point(at);
    if (pressing && apart(pressing, at) < SLACK) return;
    pressing = null;
    down.set(event.pointerId, at);
    if (path) {
      gestures.point(null); // What is shown of a sample would lie over the line.
      return gestures.draw((path = [...path, at]));
    }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    const [from, to] = other ? [middle(other, before), middle(other, at)] : [before, at];
    gestures.pan({ x: to.x - from.x, y: to.y - from.y });
    if (other) gestures.zoom(apart(other, at) / (apart(other, before) || 1) || 1, to);
  }

  function end(event: PointerEvent): void {
    if (!down.delete(event.pointerId)) return;
    const released = event.type === 'pointerup';
    if (pressing && released) gestures.press(placeIn(event), event.shiftKey);
    else if (path && released) gestures.drawn(path);
    if (path) drop();
    pressing = null;
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault();
    gestures.zoom(wheelFactor(event, canvas.clientHeight), placeIn(event));
    gestures.point(placeIn(event));
  }

  window.addEventListener('keydown', ({ key }) => key === 'Escape' && letGo(), { signal });
  canvas.addEventListener('pointerdown', start, { signal });
  canvas.addEventListener('pointermove', move, { signal });
  canvas.addEventListener('pointerup', end, { signal });
  canvas.addEventListener('pointercancel', end, { signal });
  canvas.addEventListener('pointerleave', () => gestures.point(null), { signal });
  canvas.addEventListener('wheel', wheel, { signal, passive: false });
  canvas.addEventListener('dblclick', (event) => gestures.doublePress(placeIn(event)), { signal });
}
