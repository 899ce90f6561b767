// What the map shows of a session, beside what is loaded for it.

import type { Dataset, Schema } from '../api/client';
import type { OnMap, PoolSpec, TraySpec } from '../views/contract';
import { isLabel, type Placement, type Round, type SessionState } from './types';

type Shown = Pick<PoolSpec, 'count' | 'projection' | 'board' | 'gathered' | 'rounds'>;

export function poolSpec(
  { counts }: Dataset,
  { board, config, rounds, running }: SessionState,
  { projections }: Schema['Catalogue'],
  tray: TraySpec | null,
): Shown {
  const starts = [...rounds, ...(running ? [running] : [])].map(({ started_seq }: Round) => started_seq);
  return {
    count: counts.pool,
    projection: projections.find(({ name }) => name === config.projection)?.title ?? config.projection,
    board: new Map([...board].map(([id, placement]) => [id, onMap(placement, starts)])),
    rounds: starts.length + 1,
    gathered: tray?.split === 'pool' ? tray.groups.flatMap(({ ids }) => ids) : [],
  };
}

function onMap(placement: Placement, starts: readonly number[]): OnMap {
  const { class_index, confidence, prediction, status, selected_seq } = placement;
  return {
    classIndex: class_index,
    label: isLabel(placement) ? class_index : null,
    confidence,
    prediction: prediction && { classIndex: prediction.class_index, confidence: prediction.confidence },
    status,
    round: starts.filter((start) => start < selected_seq).length + 1,
  };
}
