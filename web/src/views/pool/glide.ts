// Points on their way from the places of one projection to those of another.

/** In milliseconds: long enough to follow a group of points with the eye. */
const GLIDE_MS = 700;

export type Glide = {
  /** how much of the way the points have gone, in [0, 1]; 1: they have come */
  readonly share: number;
  /** Sets off; there at once where the reader prefers less motion. */
  begin: () => void;
  stop: () => void;
};

/** `redraw` is called once a frame on the way, and once they have come. */
export function createGlide(redraw: () => void): Glide {
  let since: number | null = null;
  let share = 1;
  let frame = 0;

  function onFrame(now: number): void {
    const passed = Math.min(1, Math.max(0, now - (since ?? now)) / GLIDE_MS);
    share = passed * passed * (3 - 2 * passed); // slow at both ends
    if (passed < 1) frame = requestAnimationFrame(onFrame);
    redraw();
  }

  function stop(): void {
    cancelAnimationFrame(frame);
    share = 1;
  }

  return {
    get share() {
      return share;
    },
    begin() {
      stop();
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      [since, share] = [performance.now(), 0];
      frame = requestAnimationFrame(onFrame);
    },
    stop,
  };
}

/** Where points are that have gone so much of the way; pairs of x and y, as many in both. */
export function between(from: Float32Array, to: Float32Array, share: number): Float32Array {
  if (share === 1) return to;
  return to.map((value, index) => (from[index] ?? value) * (1 - share) + value * share);
}
