// Where the pool's plane lies in its canvas: the geometry of panning and zooming.

/** In CSS pixels from the upper left corner, or the coordinates of a point. */
export type Place = { x: number; y: number };

/** In CSS pixels. */
export type Size = { width: number; height: number };

/** `x`, `y`: the coordinates in the middle of the canvas. With `scale` 1, [-1, 1] fills the shorter side. */
export type View = { x: number; y: number; scale: number };

export const WHOLE: View = { x: 0, y: 0, scale: 1 };

/** Beyond the upper bound, float32 no longer tells neighbouring pixels apart. */
const SCALES: [number, number] = [0.25, 4000];

/** CSS pixels per unit of the coordinates. */
export const unitOf = ({ scale }: View, { width, height }: Size): number =>
  (scale * Math.min(width, height)) / 2;

export function placeOf(point: Place, view: View, size: Size): Place {
  const unit = unitOf(view, size);
  return { x: size.width / 2 + (point.x - view.x) * unit, y: size.height / 2 - (point.y - view.y) * unit };
}

/** The inverse of `placeOf`. */
export function pointAt(place: Place, view: View, size: Size): Place {
  const unit = unitOf(view, size);
  return { x: view.x + (place.x - size.width / 2) / unit, y: view.y - (place.y - size.height / 2) / unit };
}

/** Every point moves by that many pixels. */
export function panned(view: View, size: Size, by: Place): View {
  const unit = unitOf(view, size);
  return { ...view, x: view.x - by.x / unit, y: view.y + by.y / unit };
}

/** `factor` times larger, within bounds; what is at the place `at` stays there. */
export function zoomed(view: View, size: Size, factor: number, at: Place): View {
  const scale = Math.min(SCALES[1], Math.max(SCALES[0], view.scale * factor));
  const kept = pointAt(at, view, size);
  const part = view.scale / scale;
  return { scale, x: kept.x + (view.x - kept.x) * part, y: kept.y + (view.y - kept.y) * part };
}

/** On the way `from` one view `to` another; `share` in [0, 1]. */
export function between(from: View, to: View, share: number): View {
  const part = (a: number, b: number) => a * (1 - share) + b * share;
  return {
    x: part(from.x, to.x),
    y: part(from.y, to.y),
    scale: from.scale ** (1 - share) * to.scale ** share,
  };
}

/** Diameter of a point in CSS pixels. Few samples are drawn larger, so that they can be seen and hit, and so
 * are the points of a view that shows less than the whole. */
export function diameterOf(count: number, { scale }: View): number {
  const whole = Math.min(6, Math.max(2.5, 330 / Math.sqrt(count)));
  return whole * (Math.asinh(Math.max(1, scale)) / Math.asinh(1));
}
