import { describe, expect, it } from 'vitest';
import { predictedBy, rightBy, saidAs, type Said } from './mixing';

const said: Said = {
  SIL: new Float32Array([0.6, 0.4, 0.2, 0.8, 0.5, 0.5]),
  IL: new Float32Array([0.1, 0.9, 0.3, 0.7, 0.9, 0.1]),
};

describe('schemes together', () => {
  it('are each alone at their corner', () => {
    expect([...predictedBy({ SIL: 1, IL: 0 }, said, 2)]).toEqual([0, 1, 0]);
    expect([...predictedBy({ SIL: 0, IL: 1 }, said, 2)]).toEqual([1, 1, 0]);
  });

  it('take the weighted mean between', () => {
    expect([...predictedBy({ SIL: 0.9, IL: 0.1 }, said, 2)]).toEqual([0, 1, 0]);
    expect([...predictedBy({ SIL: 0.5, IL: 0.5 }, said, 2)]).toEqual([1, 1, 0]);
    expect(saidAs({ SIL: 0.125, IL: 0.875, IDA: 0 })).toBe('SIL 12.5%, IL 87.5%');
  });

  it('have those samples right whose class is known', () => {
    const mixable = { round: 1, actual: [1, 1, null], said };
    expect(rightBy({ SIL: 1 }, mixable, 2)).toBe(1);
    expect(rightBy({ SIL: 0.5, IL: 0.5 }, mixable, 2)).toBe(2);
  });
});
