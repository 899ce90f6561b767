import { describe, expect, it } from 'vitest';
import { readExamples, writeExamples } from './guideline';

const classes = ['1', '12', 'sea lion', 'sea'].map((name, index) => ({ index, name }));

describe('examples of a guideline', () => {
  it('are read a line each, with the longest class that fits and what is left as a note', () => {
    expect(readExamples('7, 12, a hook\n\n 8 sea lion: whiskers\n9;sea', classes)).toEqual([
      { classIndex: 1, sampleId: 7, note: 'a hook' },
      { classIndex: 2, sampleId: 8, note: 'whiskers' },
      { classIndex: 3, sampleId: 9, note: '' },
    ]);
  });

  it('come back as they were written', () => {
    const text = '7, 12, a hook\n9, sea';
    expect(writeExamples(readExamples(text, classes), classes)).toBe(text);
  });

  it('are refused where a line names no class', () => {
    expect(() => readExamples('7, 123', classes)).toThrow('“7, 123” is no example');
    expect(() => readExamples('sea', classes)).toThrow('no example');
  });
});
