// What the tray shows, made from what somebody asked to see and what the server found.

import type { TrayRequest, TraySpec } from '../views/contract';
import { isLabel, type SessionState } from './types';
import type { BoardSpec, FaceSpec } from '../views/contract';
import { percent } from '../views/shared/numbers';

/** `how`: where they were looked for, in words; `note`: what stood in for that. */
export type FoundSamples = { sampleIds: readonly number[]; how: string; note: string | null };

/** How far the server is with a request. */
export type TrayAnswer = { found: FoundSamples | null; failure: string | null };

export function traySpec(
  request: TrayRequest,
  { found, failure }: TrayAnswer,
  { classes, texts, usual }: BoardSpec,
  { board }: SessionState,
  face: (sampleId: number) => FaceSpec,
): TraySpec {
  const name = (index: number | null) => (index === null ? '' : (classes[index]?.name ?? String(index)));
  return {
    ...{ classes, texts, usual, failure, face },
    title: titleOf(request, name),
    note: [found?.how, found?.note].filter(Boolean).join('; ') || null,
    waiting: found === null && failure === null,
    sampleIds: found?.sampleIds ?? [],
    onBoard: (sampleId) => board.has(sampleId),
    about(sampleId) {
      const placement = board.get(sampleId);
      const { class_index: classIndex = null, confidence = null } = placement ?? {};
      const label = placement !== undefined && isLabel(placement);
      const at = `${name(classIndex)} at ${percent(confidence ?? NaN)}`;
      const stands = classIndex === null ? '' : label ? `, labelled ${at}` : `, predicted ${at}`;
      return { says: `sample ${sampleId}${stands}`, classIndex, label };
    },
  };
}

function titleOf(request: TrayRequest, name: (index: number) => string): string {
  switch (request.of) {
    case 'samples':
      return 'Gathered on the map';
    case 'like':
      return `Like sample ${request.sampleId}`;
    case 'between':
      return `Between ${name(request.first)} and ${name(request.second)}`;
  }
}
