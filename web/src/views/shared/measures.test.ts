import { describe, expect, it } from 'vitest';
import { accuracyOf, heading, readings } from './measures';
import { measureInfo as measure } from './measures.fixture';

describe('the measures of a result', () => {
  const result = { measures: { accuracy: 0.9123, loss: 0.25, empty: null, unknown: 1 } };

  it('read as the catalogue says, in its order, as far as there are values', () => {
    const known = [
      measure('loss', { unit: ' nats', digits: 3, scale: 1 }),
      measure('accuracy'),
      measure('empty'),
    ];
    expect(readings(result, known)).toEqual(['loss: 0.250 nats', 'accuracy: 91.2%']);
  });

  it('have accuracy among them', () => {
    expect(accuracyOf(result)).toBe(0.9123);
  });

  it('are headed by title and unit', () => {
    expect(heading(measure('F1'), ' of class 3')).toBe('F1 of class 3, %');
    expect(heading(measure('loss', { unit: '' }))).toBe('loss');
  });
});
