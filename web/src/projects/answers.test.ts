import { describe, expect, it } from 'vitest';
import { readAnswers, writeAnswers } from './answers';

const classes = ['1', 'sea lion', 'sea, deep'].map((name, index) => ({ index, name }));

describe('known answers', () => {
  it('are read a line each, by number or id, without the heading of an upload', () => {
    expect(readAnswers('sample_id,class_name\n7, 1\n\nb/7 8.png;sea lion\r\n9\tsea, deep', classes)).toEqual([
      { sample_id: 7, class_index: 0 },
      { external_id: 'b/7 8.png', class_index: 1 },
      { sample_id: 9, class_index: 2 },
    ]);
  });

  it('come back as they are written', () => {
    const answers = [
      { sample_id: 7, class_index: 0 },
      { sample_id: 9, class_index: 1 },
    ];
    expect(readAnswers(writeAnswers(answers, classes), classes)).toEqual(answers);
  });

  it('are refused where a line names no class', () => {
    expect(() => readAnswers('7, sea', classes)).toThrow('“7, sea” is no answer');
    expect(() => readAnswers('7, 1\nname, sea', classes)).toThrow('“name, sea” is no answer');
  });
});
