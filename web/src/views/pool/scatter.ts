// The pool's points in WebGL 2. Every sample is one point; those on the board are drawn above it (marks.ts).

import { createCamera } from './camera';
import { listen } from './gestures';
import { between, createGlide } from './glide';
import { nearestIn, type Nearest } from './nearest';
import { within } from './outline';
import { nextFrom } from './stepping';
import { createPoints } from './points';
import { diameterOf, panned, placeOf, pointAt, unitOf, zoomed, type Place, type Size } from './view';

export type Scatter = {
  /** Draws points at x, y pairs in [-1, 1], as one array, which must not change afterwards. As many points as before
   * glide there, each from its own place. */
  draw: (coordinates: Float32Array) => void;
  /** Red, green, blue and opacity of every point, in bytes; null: all in one colour. */
  colour: (bytes: Uint8Array | null) => void;
  /** The canvas has this size, in CSS pixels of `ratio` device pixels each. */
  resize: (width: number, height: number, ratio: number) => void;
  /** Where a sample is, in CSS pixels of the canvas; null where there is no such sample. */
  placeOf: (sampleId: number) => Place | null;
  /** The samples within the closed line through these corners, in CSS pixels of the canvas. */
  within: (corners: readonly Place[]) => number[];
  /** The next sample in that direction (x to the right, y upwards) from one, or from the middle; null: there is none. */
  next: (sampleId: number | null, direction: Place) => number | null;
  /** So many times larger, about the middle. */
  zoom: (factor: number) => void;
  /** What is drawn now, as a picture of the canvas's device pixels. */
  picture: () => HTMLCanvasElement;
  /** Shows all points again. */
  reset: () => void;
  destroy: () => void;
};

export type Handlers = {
  hover: (sampleId: number | null) => void;
  /** `shift`: with that key down */
  click: (sampleId: number, shift: boolean) => void;
  /** pan, zoom, or a new size: places have changed */
  moved: () => void;
  /** Whether a drag draws around points. */
  draws: (shift: boolean) => boolean;
  /** The path of the pointer that draws, in CSS pixels of the canvas; empty once it draws no more. */
  draw: (path: readonly Place[]) => void;
  /** It has come to its end. */
  enclose: (path: readonly Place[]) => void;
  /** how many points are drawn: none while the graphics context is lost */
  drawn: (count: number) => void;
};

/** In CSS pixels: a point can be hit from this far outside its disc. */
const REACH = 4;
/** In CSS pixels: nearer samples are passed over by a step. */
const STEP = 5;

/** Throws where the browser has no WebGL 2. */
export function createScatter(canvas: HTMLCanvasElement, handlers: Handlers): Scatter {
  const gl = contextOf(canvas);
  const camera = createCamera(show);
  const glide = createGlide(show);
  const life = new AbortController();
  let points = createPoints(gl);
  let coordinates: Float32Array = new Float32Array();
  let former = coordinates;
  let nearest: Nearest = () => null;
  let size = { width: 0, height: 0 };
  let ratio = 1;
  let colours: Uint8Array | null = null;
  let hovered: number | null = null;

  function show(): void {
    if (size.width > 0 && !gl.isContextLost()) points.draw(camera.view, size, ratio, glide.share);
    handlers.moved();
  }

  function upload(): void {
    if (gl.isContextLost()) return;
    points.upload(coordinates, former);
    points.colour(colours);
    show();
    handlers.drawn(coordinates.length / 2);
  }

  /** On the way from one projection to another nothing can be hit. */
  function sampleAt(place: Place): number | null {
    if (glide.share < 1) return null;
    const { x, y } = pointAt(place, camera.view, size);
    const reach = diameterOf(coordinates.length / 2, camera.view) + REACH;
    return nearest(x, y, reach / unitOf(camera.view, size));
  }

  function placedAt(index: number): number | undefined {
    const [from, to] = [former[index], coordinates[index]];
    return from === undefined || to === undefined || glide.share === 1
      ? to
      : from * (1 - glide.share) + to * glide.share;
  }

  function hover(sampleId: number | null): void {
    if (sampleId === hovered) return;
    hovered = sampleId;
    handlers.hover(sampleId);
  }

  function lost(event: Event): void {
    event.preventDefault(); // asks the browser to give it back
    handlers.drawn(0);
  }

  function restored(): void {
    points = createPoints(gl);
    upload();
  }

  listen(canvas, life.signal, {
    pan: (by) => camera.turnTo(panned(camera.view, size, by)),
    zoom: (factor, at) => camera.turnTo(zoomed(camera.view, size, factor, at)),
    point: (at) => hover(at && sampleAt(at)),
    press(at, shift) {
      const sampleId = sampleAt(at);
      if (sampleId !== null) handlers.click(sampleId, shift);
    },
    doublePress: (at) => sampleAt(at) === null && camera.reset(),
    draws: handlers.draws,
    draw: handlers.draw,
    drawn: handlers.enclose,
  });
  canvas.addEventListener('webglcontextlost', lost, life);
  canvas.addEventListener('webglcontextrestored', restored, life);

  return {
    draw(next) {
      hover(null);
      const others = coordinates !== next && coordinates.length === next.length;
      former = others ? between(former, coordinates, glide.share) : next;
      coordinates = next;
      nearest = nearestIn(coordinates);
      if (others) glide.begin();
      upload();
    },
    colour(bytes) {
      colours = bytes;
      if (!gl.isContextLost()) points.colour(bytes);
      show();
    },
    resize(width, height, devicePixels) {
      size = { width, height };
      ratio = devicePixels;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      show();
    },
    placeOf(sampleId) {
      const [x, y] = [placedAt(2 * sampleId), placedAt(2 * sampleId + 1)];
      return x === undefined || y === undefined ? null : placeOf({ x, y }, camera.view, size);
    },
    within: (corners) =>
      within(
        coordinates,
        corners.map((corner) => pointAt(corner, camera.view, size)),
      ),
    next(sampleId, direction) {
      const [x, y] = sampleId === null ? [] : [coordinates[2 * sampleId], coordinates[2 * sampleId + 1]];
      const from = x === undefined || y === undefined ? { x: camera.view.x, y: camera.view.y } : { x, y };
      const gap = sampleId === null ? 0 : STEP / unitOf(camera.view, size);
      return nextFrom(from, direction, coordinates, gap);
    },
    zoom: (factor) => camera.turnTo(zoomed(camera.view, size, factor, middleOf(size))),
    picture() {
      const copy = document.createElement('canvas');
      [copy.width, copy.height] = [canvas.width, canvas.height];
      show(); // A drawing is there only until it has been shown.
      copy.getContext('2d')?.drawImage(canvas, 0, 0);
      return copy;
    },
    reset: camera.reset,
    destroy() {
      life.abort();
      camera.stop();
      glide.stop();
      gl.getExtension('WEBGL_lose_context')?.loseContext(); // a browser keeps only so many
    },
  };
}

const middleOf = ({ width, height }: Size): Place => ({ x: width / 2, y: height / 2 });

function contextOf(canvas: HTMLCanvasElement): WebGL2RenderingContext {
  const gl = canvas.getContext('webgl2', { antialias: false });
  if (!gl) throw new Error('This browser has no WebGL 2, which draws the sample pool.');
  return gl;
}
