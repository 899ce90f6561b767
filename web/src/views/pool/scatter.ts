// The pool's points in WebGL. Every sample is one point; those on the board are drawn above it (marks.ts).

import createScatterplot, { createRenderer } from 'regl-scatterplot';
import { UNLABELLED_COLOUR } from '../shared/colours';
import { reglWithoutEval } from './regl';

export type Place = { x: number; y: number };

export type Scatter = {
  /** Draws points at x, y pairs in [-1, 1], as one array; resolves once they are on the screen. */
  draw: (coordinates: Float32Array) => Promise<void>;
  /** The canvas has this size, in CSS pixels; resolves once points and places have followed. */
  resize: (width: number, height: number) => Promise<void>;
  /** Where a sample is, in CSS pixels of the canvas; null before drawing. */
  placeOf: (sampleId: number) => Place | null;
  reset: () => void;
  destroy: () => void;
};

type Handlers = {
  hover: (sampleId: number | null) => void;
  click: (sampleId: number) => void;
  /** pan, zoom, or a new size: places have changed */
  moved: () => void;
};

/** In pixels: few samples are drawn larger, so that they can be seen and hit. */
const pointSize = (count: number): number => Math.min(6, Math.max(2.5, 330 / Math.sqrt(count)));

export function createScatter(canvas: HTMLCanvasElement, handlers: Handlers): Scatter {
  const glCanvas = document.createElement('canvas');
  const renderer = createRenderer({ regl: reglWithoutEval(glCanvas), canvas: glCanvas });
  const options = {
    canvas,
    renderer,
    backgroundColor: '#ffffff',
    pointColor: UNLABELLED_COLOUR,
    pointColorHover: '#1b2230',
    pointColorActive: '#1b2230',
    pointOutlineWidth: 0,
    pointSizeSelected: 2,
    opacity: 0.75,
    opacityInactiveScale: 1,
    lassoInitiator: false,
    lassoOnLongPress: false,
    actionKeyMap: {}, // no lasso, no rotation: one click picks one sample
    showReticle: false,
  };
  const plot = createScatterplot(options);
  let drawn = false;
  /** Nobody has zoomed or panned: the view shows all, and goes on to do so in a canvas of another size. */
  let whole = true;
  const leave = () => (whole = false);
  canvas.addEventListener('wheel', leave, { passive: true });
  canvas.addEventListener('pointermove', ({ buttons }) => buttons > 0 && leave());
  const fit = (transition: boolean) =>
    plot.zoomToArea({ x: -1, y: -1, width: 2, height: 2 }, { transition, transitionDuration: 250 });

  plot.subscribe('pointOver', (sampleId) => handlers.hover(sampleId));
  plot.subscribe('pointOut', () => handlers.hover(null));
  plot.subscribe('select', ({ points }) => {
    plot.deselect({ preventEvent: true });
    const [sampleId] = points;
    if (sampleId !== undefined) handlers.click(sampleId);
  });
  plot.subscribe('view', handlers.moved);

  return {
    async draw(coordinates) {
      const x = coordinates.filter((_, index) => index % 2 === 0);
      const y = coordinates.filter((_, index) => index % 2 === 1);
      plot.set({ pointSize: pointSize(x.length) });
      await plot.draw({ x, y });
      drawn = true;
      if (whole) void fit(false);
      handlers.moved();
    },
    async resize(width, height) {
      renderer.resize(width, height);
      await plot.set({ width, height }); // takes effect with the next frame only
      if (drawn && whole) void fit(false);
      handlers.moved();
    },
    placeOf(sampleId) {
      const place = drawn ? plot.getScreenPosition(sampleId) : undefined;
      return place ? { x: place[0] ?? 0, y: place[1] ?? 0 } : null;
    },
    reset() {
      whole = true;
      void fit(true);
    },
    destroy() {
      plot.destroy();
      renderer.destroy();
    },
  };
}
