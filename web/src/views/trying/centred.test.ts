import { describe, expect, it } from 'vitest';
import { centred } from './centred';

const SIDE = 140;
function ink(...boxes: [left: number, top: number, width: number, height: number][]) {
  const values = new Uint8Array(SIDE * SIDE);
  for (const [left, top, width, height] of boxes)
    for (let y = top; y < top + height; y++) values.fill(255, y * SIDE + left, y * SIDE + left + width);
  return { width: SIDE, height: SIDE, values };
}
const middle = (pixels: Uint8Array) => {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((value, index) => {
    mass += value;
    x += value * ((index % 28) + 0.5);
    y += value * (Math.floor(index / 28) + 0.5);
  });
  return [x / mass, y / mass];
};
const rows = (pixels: Uint8Array) => [
  ...new Set([...pixels].flatMap((v, i) => (v > 8 ? [Math.floor(i / 28)] : []))),
];

describe('a drawing centred as images of MNIST are', () => {
  it('has its mass in the middle, and 20 pixels along its longer side, wherever and however large it was drawn', () => {
    for (const boxes of [
      [[10, 10, 8, 60]],
      [[90, 70, 16, 40]],
      [
        [20, 20, 30, 6],
        [44, 20, 6, 80],
      ],
    ] as [number, number, number, number][][]) {
      const pixels = centred(ink(...boxes), 28, 28) as Uint8Array;
      for (const at of middle(pixels)) expect(at).toBeCloseTo(14, 1);
      const tall = rows(pixels).length;
      expect(tall).toBeGreaterThanOrEqual(20);
      expect(tall).toBeLessThanOrEqual(21);
    }
  });

  it('does not change when the drawing is moved', () => {
    const here = centred(ink([10, 10, 8, 60], [10, 60, 40, 10]), 28, 28);
    expect(centred(ink([60, 55, 8, 60], [60, 105, 40, 10]), 28, 28)).toEqual(here);
  });

  it('is nothing where nothing is drawn', () => {
    expect(centred(ink(), 28, 28)).toBeNull();
  });
});
