// What the tray shows, made from what somebody asked to see and what the server found.

import type { BoardSpec, FaceSpec, TrayPicture, TrayRequest, TraySpec } from '../views/contract';
import { percent, plural } from '../views/shared/numbers';
import { browsed, strategiesOf } from './browsing';
import { turned } from './comparing';
import { isLabel, type SessionState } from './types';
import { cellOf, exemplars, saidOf, type ValidationAnswers } from './validation';

export type Model = { round: number; scheme: string };

/** `earlier`: of the round that is compared with. Samples of the pool, `how` they were looked for, in words, and `note`, what stood in for that; or what a model says
 * of the validation split. */
export type FoundSamples =
  | { sampleIds: readonly number[]; how: string; note: string | null }
  | { answers: ValidationAnswers; model: Model; earlier: ValidationAnswers | null };

/** How far the server is with a request. */
export type TrayAnswer = { found: FoundSamples | null; failure: string | null };

/** `pool` and `validation`: what samples of these splits look like. */
type Faces = Record<'pool' | 'validation', (sampleId: number) => FaceSpec>;
type Found = Pick<TraySpec, 'groups' | 'note' | 'about' | 'onBoard' | 'follow'>;

const EXEMPLARS = 12;
const TURNED = { gained: 'wrong before, right now', lost: 'right before, wrong now' };

export function traySpec(
  request: TrayRequest,
  { found, failure }: TrayAnswer,
  { classes, texts, usual }: BoardSpec,
  { board }: Pick<SessionState, 'board'>,
  faces: Faces,
): TraySpec {
  const name = (index: number) => classes[index]?.name ?? String(index);
  const shown =
    found && 'answers' in found
      ? ofValidation(request, found, name)
      : ofPool(idsOf(request, found?.sampleIds ?? [], board), board, name);
  const split = ['cell', 'class', 'turned'].includes(request.of) ? 'validation' : 'pool';
  const how = found && 'how' in found ? [found.how, found.note] : [];
  return {
    ...{ request, classes, texts, usual, failure, ...shown, split, face: faces[split] },
    title: titleOf(request, name),
    note: how.filter(Boolean).join('; ') || shown.note,
    strategies: request.of === 'browse' ? strategiesOf(board) : [],
    waiting: found === null && failure === null,
  };
}

const idsOf = (
  request: TrayRequest,
  found: readonly number[],
  board: SessionState['board'],
): readonly number[] => (request.of === 'browse' ? browsed(board, request, new Set(found)) : found);

function ofPool(
  ids: readonly number[],
  board: SessionState['board'],
  name: (index: number) => string,
): Found {
  return {
    groups: [{ title: null, ids }],
    note: null,
    follow: null,
    onBoard: (sampleId) => board.has(sampleId),
    about: (sampleId) => poolPicture(sampleId, board.get(sampleId), name),
  };
}

type Stood = SessionState['board'] extends ReadonlyMap<number, infer Placement> ? Placement : never;

function poolPicture(
  sampleId: number,
  placement: Stood | undefined,
  name: (index: number) => string,
): TrayPicture {
  const { class_index: classIndex = null, confidence = null } = placement ?? {};
  const label = placement !== undefined && isLabel(placement);
  if (classIndex === null) return { says: `sample ${sampleId}`, classIndex, label };
  const at = `${name(classIndex)} at ${percent(confidence ?? NaN)}`;
  return { says: `sample ${sampleId}, ${label ? 'labelled' : 'predicted'} ${at}`, classIndex, label };
}

function ofValidation(
  request: TrayRequest,
  { answers, model: { round, scheme }, earlier }: Extract<FoundSamples, { model: Model }>,
  name: (index: number) => string,
): Found {
  const groups = groupsOf(request, answers, earlier);
  const many = groups.reduce((sum, { ids }) => sum + ids.length, 0);
  return {
    groups,
    note: `${plural(many, 'sample')} of the validation split, by ${scheme} of round ${round}`,
    follow: followedBy(request, name),
    onBoard: () => false,
    about: (index) => ({
      says: saidOf(answers, index, name, percent) + saidBefore(request, earlier, index, name),
      classIndex: answers.actual[index] ?? null,
      label: false,
    }),
  };
}

/** "; in round 2 for 4 at 61%" */
function saidBefore(
  request: TrayRequest,
  earlier: ValidationAnswers | null,
  index: number,
  name: (index: number) => string,
): string {
  if (request.of !== 'turned' || !earlier) return '';
  const sure = percent(earlier.confidence[index] ?? NaN);
  return `; in round ${request.before} for ${name(earlier.predicted[index] ?? 0)} at ${sure}`;
}

function groupsOf(
  request: TrayRequest,
  answers: ValidationAnswers,
  earlier: ValidationAnswers | null,
): TraySpec['groups'] {
  if (request.of === 'turned') {
    const { way, classIndex } = request;
    const all = earlier ? turned(earlier, answers)[way] : [];
    const ids = all.filter((index) => classIndex === null || answers.actual[index] === classIndex);
    return [{ title: null, ids }];
  }
  if (request.of === 'cell')
    return [{ title: null, ids: cellOf(answers, request.actual, request.predicted) }];
  if (request.of !== 'class') return [];
  const { surest, boundary } = exemplars(answers, request.classIndex, EXEMPLARS);
  return [
    { title: 'surest', ids: surest },
    { title: 'nearest to the boundary', ids: boundary },
  ];
}

/** What of the pool might mend it. */
function followedBy(request: TrayRequest, name: (index: number) => string): TraySpec['follow'] {
  if (request.of !== 'cell' || request.actual === request.predicted) return null;
  const { actual: first, predicted: second } = request;
  return {
    says: `10 of the pool between ${name(first)} and ${name(second)}`,
    request: { of: 'between', first, second },
  };
}

function titleOf(request: TrayRequest, name: (index: number) => string): string {
  switch (request.of) {
    case 'samples':
      return 'Gathered on the map';
    case 'like':
      return `Like sample ${request.sampleId}`;
    case 'browse':
      return 'Labels';
    case 'search':
      return 'Search';
    case 'between':
      return `Between ${name(request.first)} and ${name(request.second)}`;
    case 'cell':
      return `${name(request.actual)} taken for ${name(request.predicted)}`;
    case 'turned':
      return `${request.classIndex === null ? '' : `${name(request.classIndex)}: `}${TURNED[request.way]}`;
    case 'class':
      return `Taken for ${name(request.classIndex)}`;
  }
}
