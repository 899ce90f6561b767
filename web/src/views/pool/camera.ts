// Holds the view of the pool, and redraws once a frame while it changes.

import { between, WHOLE, type View } from './view';

const RESET_MS = 250;

export type Camera = {
  readonly view: View;
  turnTo: (view: View) => void;
  /** Glides back to the whole pool; at once where the reader prefers less motion. */
  reset: () => void;
  stop: () => void;
};

export function createCamera(redraw: () => void): Camera {
  let view = WHOLE;
  let glide: { from: View; since: number } | null = null;
  let frame = 0;

  function onFrame(now: number): void {
    frame = 0;
    if (glide) {
      const share = Math.min(1, Math.max(0, now - glide.since) / RESET_MS);
      view = between(glide.from, WHOLE, share * (2 - share));
      if (share < 1) refresh();
      else glide = null;
    }
    redraw();
  }

  function refresh(): void {
    frame ||= requestAnimationFrame(onFrame);
  }

  function turnTo(next: View): void {
    glide = null;
    view = next;
    refresh();
  }

  return {
    get view() {
      return view;
    },
    turnTo,
    reset() {
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return turnTo(WHOLE);
      glide = { from: view, since: performance.now() };
      refresh();
    },
    stop: () => cancelAnimationFrame(frame),
  };
}
