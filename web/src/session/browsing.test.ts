import { describe, expect, it } from 'vitest';
import { browsed, EVERYTHING, strategiesOf } from './browsing';
import type { Board, Placement } from './types';

const placed = (sample_id: number, class_index: number | null, more: Partial<Placement> = {}): Placement =>
  ({
    ...{ sample_id, class_index, confidence: class_index === null ? null : 0.8, status: 'hand_labelled' },
    ...{ strategy: null, selection_scheme: null, held_out_for: null },
    ...more,
  }) as Placement;
const board: Board = new Map(
  [
    placed(1, 1, { confidence: 0.4, status: 'corrected', selection_scheme: 'RS' }),
    placed(2, 0, { selection_scheme: 'MIX', strategy: 'random' }),
    placed(3, 0, { confidence: 0.9 }),
    placed(4, null, { status: 'unlabelled', held_out_for: 'evaluation' }),
  ].map((each) => [each.sample_id, each]),
);
const ids = (filter: Partial<typeof EVERYTHING>, contradicted: number[] = []) =>
  browsed(board, { ...EVERYTHING, ...filter }, new Set(contradicted));

describe('browsing the board', () => {
  it('goes class by class, the surest first, what has no class last', () => {
    expect(ids({})).toEqual([3, 2, 1, 4]);
  });

  it('lets through by class, status, confidence, strategy and what the model says', () => {
    expect(ids({ classIndex: 0 })).toEqual([3, 2]);
    expect(ids({ status: 'corrected' })).toEqual([1]);
    expect(ids({ least: 0.5 })).toEqual([3, 2]);
    expect(ids({ most: 0.5 })).toEqual([1]);
    expect(ids({ strategy: 'random' })).toEqual([2]);
    expect(ids({ contradicted: true }, [1, 9])).toEqual([1]);
    expect(ids({ contradicted: true })).toEqual([]);
  });

  it('names by what samples came', () => {
    expect(strategiesOf(board)).toEqual(['RS', 'by hand', 'evaluation', 'random']);
  });
});
