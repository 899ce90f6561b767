import { describe, expect, it } from 'vitest';
import { turned, turnedByClass } from './comparing';
import type { ValidationAnswers } from './validation';

const answers = (predicted: number[]): ValidationAnswers => ({
  actual: [0, 0, 1, 1, null, 1],
  predicted,
  confidence: [],
  runner_up: [],
  margin: [],
});
const before = answers([0, 1, 1, 0, 0, 1]);
const now = answers([0, 0, 0, 1, 1, 0]);

describe('two rounds compared', () => {
  it('says what has become right and what wrong, of samples whose class is known', () => {
    expect(turned(before, now)).toEqual({ gained: [1, 3], lost: [2, 5] });
    expect(turned(now, before)).toEqual({ gained: [2, 5], lost: [1, 3] });
    expect(turned(now, now)).toEqual({ gained: [], lost: [] });
  });

  it('counts it by class', () => {
    expect(turnedByClass(before, now, 2)).toEqual([
      { classIndex: 0, gained: 1, lost: 0, total: 2 },
      { classIndex: 1, gained: 1, lost: 2, total: 3 },
    ]);
  });
});
