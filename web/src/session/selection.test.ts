import { describe, expect, it } from 'vitest';
import type { Clause } from '../views/contract';
import { published, resolved, withdrawn } from './selection';

const pointed = (clauses: Clause[]) => resolved(clauses.reduce(published, []));
const hover = (source: Clause['source'], value: number | null): Clause => ({ source, kind: 'hover', value });

describe('what the views point at', () => {
  it('is nothing at first, and the newest of each kind then', () => {
    expect(pointed([])).toEqual({
      hover: null,
      hold: null,
      reveal: null,
      cell: null,
      round: null,
      scheme: null,
      tray: null,
      picture: null,
      mixture: null,
      why: null,
    });
    const clauses: Clause[] = [
      hover('board', 3),
      { source: 'accuracy', kind: 'round', value: 2 },
      hover('pool', 4),
    ];
    expect(pointed(clauses)).toMatchObject({ hover: 4, round: 2 });
    expect(pointed([...clauses, hover('board', 5), hover('board', 6)])).toMatchObject({ hover: 6, round: 2 });
  });

  it('goes back to what another source still points at when the newest is withdrawn', () => {
    expect(pointed([hover('board', 3), hover('pool', 4), hover('pool', null)]).hover).toBe(3);
    expect(pointed([hover('board', 3), hover('pool', 4), hover('board', null)]).hover).toBe(4);
    expect(pointed([hover('board', 3), hover('board', null)]).hover).toBeNull();
  });

  it('is withdrawn by its own source alone', () => {
    expect(pointed([hover('board', 3), hover('pool', null), hover('accuracy', null)]).hover).toBe(3);
  });

  it('can be withdrawn for a kind as a whole', () => {
    const round = (source: Clause['source'], value: number): Clause => ({ source, kind: 'round', value });
    const clauses = [round('accuracy', 1), hover('pool', 4), round('confusion', 2)];
    expect(resolved(withdrawn(clauses, 'round'))).toMatchObject({ round: null, hover: 4 });
  });
});
