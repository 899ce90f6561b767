import { expect, it } from 'vitest';
import { drawnChanges } from './picture';

it('draws each class with what it gained and lost, all on one scale', () => {
  const classes = [
    { classIndex: 0, total: 50, gained: 8, lost: 2 },
    { classIndex: 1, total: 50, gained: 0, lost: 4 },
  ];
  const { drawing, width } = drawnChanges(classes, ['T-shirt & top', 'bag']);
  const heights = [...drawing.matchAll(/height="([\d.]+)" fill/g)].map(([, height]) => Number(height));
  expect(heights).toEqual([110, 27.5, 0, 55]);
  expect(drawing).toContain('T-shirt &amp; top');
  expect(width).toBeGreaterThan(2 * 'T-shirt & top'.length * 6);
});
