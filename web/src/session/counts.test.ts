import { describe, expect, it } from 'vitest';
import { lacking } from './counts';
import type { Placement, SessionState } from './types';

const state = (classes: number[], config: object = {}, rounds: object[] = []) =>
  ({
    board: new Map(
      classes.map((class_index, id) => [
        id,
        { sample_id: id, class_index, status: 'hand_labelled', held_out_for: null } as Placement,
      ]),
    ),
    ...{ config, rounds },
  }) as unknown as SessionState;

describe('what a first training lacks', () => {
  it('is a second class, where nobody asks for more, as in sessions of before', () => {
    expect(lacking(state([3, 3]))).toEqual({ classes: 2, labels: 1, enough: [3] });
    expect(lacking(state([3, 4]))).toBeNull();
  });

  it('is as many labels in as many classes as the session asks for, until a round has finished', () => {
    const asks = { first_labels: 2, first_classes: 3 };
    expect(lacking(state([0, 0, 1, 1, 2], asks))).toEqual({ classes: 3, labels: 2, enough: [0, 1] });
    expect(lacking(state([0, 0, 1, 1, 2, 2], asks))).toBeNull();
    expect(lacking(state([0], asks, [{}]))).toBeNull();
  });
});
