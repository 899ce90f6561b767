// What the map shows of a session, beside what is loaded for it.

import type { Dataset, Schema } from '../api/client';
import type { PoolSpec, TraySpec } from '../views/contract';
import type { SessionState } from './types';

type Shown = Pick<PoolSpec, 'count' | 'projection' | 'board' | 'gathered'>;

export function poolSpec(
  { counts }: Dataset,
  { board, config }: SessionState,
  { projections }: Schema['Catalogue'],
  tray: TraySpec | null,
): Shown {
  return {
    count: counts.pool,
    projection: projections.find(({ name }) => name === config.projection)?.title ?? config.projection,
    board: new Map(
      [...board].map(([id, { class_index, status }]) => [id, { classIndex: class_index, status }]),
    ),
    gathered: tray?.split === 'pool' ? tray.groups.flatMap(({ ids }) => ids) : [],
  };
}
