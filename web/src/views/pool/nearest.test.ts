import { describe, expect, it } from 'vitest';
import { nearestIn } from './nearest';

/** Park and Miller's generator: the same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function byBruteForce(coordinates: Float32Array, x: number, y: number, radius: number): number | null {
  let found: number | null = null;
  let best = Infinity;
  for (let point = 0; point < coordinates.length / 2; point += 1) {
    const [px, py] = [coordinates[2 * point] ?? NaN, coordinates[2 * point + 1] ?? NaN];
    const distance = (px - x) ** 2 + (py - y) ** 2;
    if (distance <= radius * radius && distance < best) {
      best = distance;
      found = point;
    }
  }
  return found;
}

type Random = () => number;
/** How points may lie: everywhere, in few places, on a coarse raster with many ties, on a line, far out. */
const CLOUDS: Record<string, (random: Random) => [number, number]> = {
  uniform: (random) => [2 * random() - 1, 2 * random() - 1],
  clumped: (random) => [Math.round(random() * 3) + random() ** 8 / 50, random() ** 8],
  raster: (random) => [Math.round(random() * 12) / 8, Math.round(random() * 12) / 8],
  line: (random) => [random(), 0.25],
  far: (random) => [1e4 + random(), -1e4 - random()],
};

describe.each(Object.entries(CLOUDS))('the nearest of %s points', (_, cloud) => {
  it.each([1, 2, 30, 700])('is that of a search through all %d', (count) => {
    const random = randomFrom(count + 17);
    const coordinates = Float32Array.from(Array.from({ length: count }, () => cloud(random)).flat());
    const nearest = nearestIn(coordinates);
    for (let question = 0; question < 300; question += 1) {
      const [x, y] = cloud(random);
      const [beside, above] = [0.4 * (random() - 0.5), 0.4 * (random() - 0.5)];
      const radius = [0, 0.01, 0.1, 3][question % 4] ?? 0;
      const asked = [x + beside, y + above, radius] as const;
      expect(nearest(...asked)).toBe(byBruteForce(coordinates, ...asked));
    }
  });
});

describe('the nearest point', () => {
  it('is the first of those in the same place, and itself with no radius at all', () => {
    expect(nearestIn(Float32Array.of(0, 0, 0.5, 0.5, 0.5, 0.5))(0.5, 0.5, 0)).toBe(1);
  });

  it('is none where there are no points, or none within the radius', () => {
    expect(nearestIn(new Float32Array())(0, 0, 10)).toBeNull();
    expect(nearestIn(Float32Array.of(0, 0))(1, 1, 1)).toBeNull();
  });

  it('may lie exactly at the radius', () => {
    expect(nearestIn(Float32Array.of(0, 0))(0, 0.5, 0.5)).toBe(0);
  });
});
