import { describe, expect, it } from 'vitest';
import { percent } from '../views/shared/numbers';
import { cellOf, exemplars, matrixOf, saidOf, type ValidationAnswers } from './validation';

const answers: ValidationAnswers = {
  actual: [4, 9, 4, 4, null, 4, 9],
  predicted: [9, 9, 4, 9, 9, 9, 9],
  confidence: [0.5, 0.9, 0.8, 0.7, 0.6, 0.95, 0.99],
  runner_up: [4, 4, 9, 4, 4, 7, 4],
  margin: [0.02, 0.85, 0.7, 0.5, 0.3, 0.91, 0.98],
};

describe('the validation split', () => {
  it('gives the samples behind a cell, surest first', () => {
    expect(cellOf(answers, 4, 9)).toEqual([5, 3, 0]);
    expect(cellOf(answers, 4, 4)).toEqual([2]);
    expect(cellOf(answers, 0, 9)).toEqual([]);
  });

  it('gives of a class those of which the model is surest, and others nearest to the boundary', () => {
    expect(exemplars(answers, 9, 2)).toEqual({ surest: [6, 5], boundary: [0, 4] });
    expect(exemplars(answers, 9, 4)).toEqual({ surest: [6, 5, 1, 3], boundary: [0, 4] });
    expect(exemplars(answers, 3, 2)).toEqual({ surest: [], boundary: [] });
  });

  it('says what a sample is and what it is taken for', () => {
    expect(saidOf(answers, 0, String, percent)).toBe('4, taken for 9 at 50%, 4 at 48%');
    expect(saidOf(answers, 4, String, percent)).toContain('unlabelled, taken for 9');
  });
});

describe('the matrix of the validation split', () => {
  it('counts labelled samples, a row per actual class', () => {
    const two: ValidationAnswers = {
      actual: [0, 1, null, 1],
      predicted: [0, 0, 1, 1],
      confidence: [],
      runner_up: [],
      margin: [],
    };
    expect(matrixOf(two, 2)).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });
});
