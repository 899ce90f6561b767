// Points in a regular polygon, and the weights of its corners there.

export type Point = { x: number; y: number };

/** of a grid, from the centre to either side */
const GRID = 5;

/** Corners of a regular polygon of radius 1 about 0, 0, the first at the top, clockwise; two are left and right. */
export function cornersOf(count: number): Point[] {
  if (count === 2)
    return [
      { x: -1, y: 0 },
      { x: 1, y: 0 },
    ];
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2;
    return { x: Math.cos(angle), y: Math.sin(angle) };
  });
}

const cross = (p: Point, a: Point, b: Point): number => (a.x - p.x) * (b.y - p.y) - (a.y - p.y) * (b.x - p.x);

/**
 * Wachspress coordinates of a point in or on a convex polygon: none negative, of sum 1. They are 1 at a corner, linear
 * along an edge, and reproduce the point.
 */
export function weightsAt(point: Point, corners: readonly Point[]): number[] {
  const count = corners.length;
  if (count === 1) return [1];
  if (count === 2) {
    const share = along(point, corners[0] as Point, corners[1] as Point);
    return [1 - share, share];
  }
  const at = (index: number) => corners[(index + count) % count] as Point;
  const areas = corners.map((corner, index) => Math.max(0, cross(point, corner, at(index + 1))));
  const parts = corners.map((corner, index) =>
    areas.reduce(
      (product, area, edge) =>
        edge === index || edge === (index + count - 1) % count ? product : product * area,
      cross(at(index - 1), corner, at(index + 1)),
    ),
  );
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

/** Where on the edge its nearest point to the given one lies, from 0 to 1. */
function along(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy);
  return Math.min(1, Math.max(0, share));
}

/** The nearest point in the polygon. One within `snap` of a corner is that corner. */
export function held(point: Point, corners: readonly Point[], snap: number): Point {
  const distance = (other: Point) => Math.hypot(point.x - other.x, point.y - other.y);
  const nearest = corners.reduce((best, corner) => (distance(corner) < distance(best) ? corner : best));
  if (distance(nearest) <= snap) return nearest;
  const edges = corners.map(
    (corner, index) => [corner, corners[(index + 1) % corners.length] as Point] as const,
  );
  if (corners.length > 2 && edges.every(([from, to]) => cross(point, from, to) >= 0)) return point;
  const points = edges.map(([from, to]) => {
    const share = along(point, from, to);
    return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
  });
  return points.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

/** Points to look for the best of: the corners, which come first, then those of a grid, on the edges where it ends. */
export function pointsIn(corners: readonly Point[]): Point[] {
  const along = Array.from({ length: 2 * GRID + 1 }, (_, index) => index / GRID - 1);
  const points = [...corners, ...along.flatMap((y) => along.map((x) => held({ x, y }, corners, 0)))];
  const places = points.map(({ x, y }) => `${x.toFixed(6)} ${y.toFixed(6)}`);
  return points.filter((_, index) => places.indexOf(places[index] as string) === index);
}

/** The point that corners of these weights have. */
export const pointOf = (weights: readonly number[], corners: readonly Point[]): Point => ({
  x: corners.reduce((sum, { x }, index) => sum + x * (weights[index] ?? 0), 0),
  y: corners.reduce((sum, { y }, index) => sum + y * (weights[index] ?? 0), 0),
});

const STEPS = 1000;

/** Whole thousandths, of sum 1: what is shown is what is meant. The heaviest takes what rounding leaves. */
export function rounded(weights: readonly number[]): number[] {
  const steps = weights.map((weight) => Math.round(weight * STEPS));
  const heaviest = steps.indexOf(Math.max(...steps));
  const left = STEPS - steps.reduce((sum, step) => sum + step, 0);
  return steps.map((step, index) => (index === heaviest ? step + left : step) / STEPS);
}
