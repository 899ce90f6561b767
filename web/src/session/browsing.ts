// The samples of the board that a filter lets through.

import type { BrowseFilter } from '../views/contract';
import type { Board, Placement } from './types';

/** What a sample came by that nothing selected. */
const HAND = 'by hand';

export const EVERYTHING: BrowseFilter = {
  classIndex: null,
  status: null,
  least: 0,
  most: 1,
  contradicted: false,
  strategy: null,
};

/** By what it came onto the board: the strategy of its scheme where that has several. */
export const strategyOf = ({ strategy, selection_scheme, held_out_for }: Placement): string =>
  strategy ?? held_out_for ?? selection_scheme ?? HAND;

export const strategiesOf = (board: Board): string[] =>
  [...new Set([...board.values()].map(strategyOf))].sort();

/** Sample ids, class by class, the surest first; what has no class comes last. `contradicted`: those that the newest model
 * would put elsewhere. */
export const browsed = (board: Board, filter: BrowseFilter, contradicted: ReadonlySet<number>): number[] =>
  [...board.values()]
    .filter((placement) => passes(placement, filter))
    .filter(({ sample_id }) => !filter.contradicted || contradicted.has(sample_id))
    .sort(
      (a, b) =>
        (a.class_index ?? Infinity) - (b.class_index ?? Infinity) ||
        (b.confidence ?? 0) - (a.confidence ?? 0) ||
        a.sample_id - b.sample_id,
    )
    .map(({ sample_id }) => sample_id);

/** A sample in no class has no confidence, and passes where every confidence does. */
function passes(placement: Placement, { classIndex, status, least, most, strategy }: BrowseFilter): boolean {
  const { class_index, confidence } = placement;
  if (classIndex !== null && class_index !== classIndex) return false;
  if (status !== null && placement.status !== status) return false;
  if (strategy !== null && strategyOf(placement) !== strategy) return false;
  if (confidence === null) return least === 0 && most === 1;
  return confidence >= least && confidence <= most;
}
