import { describe, expect, it } from 'vitest';
import { cellsOf } from './matrix';
import { drawnMatrix } from './picture';

describe('the confusion matrix as a drawing', () => {
  const confusion = [
    [8, 2],
    [0, 5],
  ];

  it('has a square for each cell, and what stands in those that are not empty', () => {
    const { drawing, width, height } = drawnMatrix(cellsOf(confusion), ['a&b', 'c'], false);
    expect(drawing.match(/<rect/g)).toHaveLength(4);
    expect(drawing.match(/text-anchor="middle"/g)).toHaveLength(3);
    expect(drawing).toContain('>a&amp;b<');
    expect(width).toBe(height);
  });

  it('writes rates where these are shown', () => {
    expect(drawnMatrix(cellsOf(confusion), ['a', 'c'], true).drawing).toContain('>80<');
  });
});
