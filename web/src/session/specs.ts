// What each view shows, made from the session's state: the seam between the store and the views.

import type { Dataset, Schema } from '../api/client';
import { classKeys } from '../views/board/keys';
import type {
  AccuracySpec,
  BoardSpec,
  CardSpec,
  ClassSpec,
  ConfigurationSpec,
  ConfusionSpec,
  KeptModels,
  ReviewSpec,
  RoundSpec,
  SampleSpec,
  SchemeSpec,
} from '../views/contract';
import { classColour, schemeColour } from '../views/shared/colours';
import { countsOf, lacking } from './counts';
import { evaluationSpec, isEvaluating } from './evaluating';
import type { Face } from './face';
import { guidelineSpec } from './guideline';
import type { Pending } from './intents';
import { pendingSamples } from './overlay';
import { AS_THEY_ARE, IMAGES, ofOwn, ownSpace } from './own';
import { rareClasses } from './rare';
import { runningEstimates } from './running';
import { schemeRow } from './scheme_rows';
import { lastStep } from './steps';
import type { Timed } from './stream';
import type { Model } from './tray';
import { isLabel, trains, type PayloadOf, type Placement, type Round, type SessionState } from './types';
import { matrixOf, type ValidationAnswers } from './validation';

type Catalogue = Schema['Catalogue'];

export function classSpecs({ classes }: Dataset): ClassSpec[] {
  const keys = classKeys(classes.map(({ name }) => name));
  return classes.map(({ index, name }) => ({
    index,
    name,
    colour: classColour(index),
    key: keys[index] ?? '',
  }));
}

export const schemeSpecs = (catalogue: Catalogue): SchemeSpec[] =>
  catalogue.training_schemes.map(({ name, title, uses }, position) => ({
    name,
    title,
    uses,
    colour: schemeColour(name, position),
  }));

export function boardSpec(
  state: SessionState,
  pending: readonly Pending[],
  classes: ClassSpec[],
  face: Face,
  disputed: BoardSpec['disputed'] = null,
  holders: BoardSpec['holders'] = new Map(),
): BoardSpec {
  const unsaved = pendingSamples(pending);
  const board = [...state.board.values()];
  const carded = board.filter(({ status }) => status !== 'imported');
  const placements = carded.sort((a, b) => b.selected_seq - a.selected_seq);
  const { batch_size: count, selection_scheme: scheme, default_confidence: usual } = state.config;
  const query = { kind: 'query', scheme, count } as const;
  const evaluating = isEvaluating(evaluationSpec(state, pending));
  const cards = placements.map((placement) => cardSpec(placement, state, unsaved, face));
  return {
    classes,
    texts: cards.some(({ text }) => text !== null),
    cards,
    imported: board.length - carded.length,
    stage: {
      untrained: state.labels - board.filter((each) => isTrained(each, state)).length,
      lacks: lacking(state),
      training: training(state, pending),
      get: evaluating ? { kind: 'draw', heldOutFor: 'evaluation', count } : query,
      afterwards: evaluating ? query : null,
    },
    usual,
    ...{ undo: lastStep(state, 'undo') !== undefined, redo: lastStep(state, 'redo') !== undefined },
    selecting: pending.some(({ action }) => ['query', 'draw', 'search'].includes(action.kind)),
    ...{ disputed, holders },
    guideline: guidelineSpec(state.guideline, face),
  };
}

/** How far the round is that runs or is asked for. */
function training({ running }: SessionState, pending: readonly Pending[]): BoardSpec['stage']['training'] {
  if (running)
    return { trained: Object.keys(running.results).length, of: running.config.training_schemes.length };
  return pending.some(({ action }) => action.kind === 'train') ? { trained: 0, of: 0 } : null;
}

/** A placement that has not changed keeps its spec, so that of a thousand cards only one is drawn again. */
const madeOf = new WeakMap<Placement, { face: Face; spec: CardSpec }>();

function cardSpec(
  placement: Placement,
  state: SessionState,
  unsaved: ReadonlySet<number>,
  face: Face,
): CardSpec {
  const pending = unsaved.has(placement.sample_id);
  const made = madeOf.get(placement);
  const same = made?.face === face && made.spec.pending === pending;
  if (same && made.spec.trained === isSettled(placement, state)) return made.spec;
  const spec = newCardSpec(placement, state, pending, face);
  madeOf.set(placement, { face, spec });
  return spec;
}

const isTrained = (placement: Placement, state: SessionState): boolean =>
  trains(placement) && isOfARound(placement, state);

/** Nothing is done with it any more: a round has come since. */
const isSettled = (placement: Placement, state: SessionState): boolean =>
  isLabel(placement) && isOfARound(placement, state);

const isOfARound = ({ labelled_seq: since }: Placement, { rounds }: SessionState): boolean =>
  (since ?? Infinity) <= (rounds.at(-1)?.started_seq ?? 0);

function newCardSpec(placement: Placement, state: SessionState, pending: boolean, face: Face): CardSpec {
  const { sample_id: sampleId } = placement;
  return {
    sampleId,
    status: placement.status,
    classIndex: placement.class_index,
    confidence: placement.confidence,
    source: placement.source,
    prediction: predicted(placement.prediction),
    suggested: placement.prediction !== null && placement.predicted_by === null,
    earlier: predicted(placement.earlier_prediction),
    pending,
    changed: placement.labelled_seq ?? placement.selected_seq,
    trained: isSettled(placement, state),
    heldOut: Boolean(placement.held_out_for),
    ...face(sampleId),
  };
}

/** What there is to see of one sample, on the board or not. */
export const sampleSpec = (
  state: SessionState,
  classes: ClassSpec[],
  face: Face,
  reasons: Pick<SampleSpec, 'explains' | 'why' | 'disputed' | 'giveReason'>,
): SampleSpec => ({
  ...reasons,
  classes,
  face,
  card: (sampleId) => {
    const placement = state.board.get(sampleId);
    return placement && cardSpec(placement, state, NONE, face);
  },
});

const NONE: ReadonlySet<number> = new Set();

const predicted = (prediction: Placement['prediction']): CardSpec['prediction'] =>
  prediction && { classIndex: prediction.class_index, confidence: prediction.confidence };

export const reviewSpec = (
  { found, loading, failure }: Pick<ReviewSpec, 'found' | 'loading' | 'failure'>,
  state: SessionState,
  classes: ClassSpec[],
  face: Face,
): ReviewSpec => ({
  ...{ found, loading, failure, classes, face },
  now: (sampleId) => state.board.get(sampleId)?.class_index ?? null,
});

/** Finished rounds, and the running one once it has a result. */
export function roundSpecs(state: SessionState): RoundSpec[] {
  const spec = ({ round, labels, effort, config, results }: Round, running: boolean): RoundSpec => ({
    round,
    labels,
    effort,
    config,
    results,
    running,
  });
  const finished = state.rounds.map((round) => spec(round, false));
  return state.running ? [...finished, spec(state.running, true)] : finished;
}

export const accuracySpec = (
  state: SessionState,
  schemes: SchemeSpec[],
  { classifiers, projections, distance_spaces: spaces, measures }: Catalogue,
  models: KeptModels | null,
): AccuracySpec => ({
  schemes,
  rounds: roundSpecs(state),
  models,
  classifiers,
  projections,
  spaces,
  measures,
});

/** The finished round whose results are shown: the one pointed at, else the newest. */
export function shownRound(rounds: readonly { round: number }[], pointedAt: number | null): number | null {
  const shown = rounds.find(({ round }) => round === pointedAt) ?? rounds.at(-1);
  return shown?.round ?? null;
}

/** `answers`: what models say of the validation split, as far as the server has answered. */
export function confusionSpec(
  state: SessionState,
  schemes: SchemeSpec[],
  classes: ClassSpec[],
  answers: (model: Model) => { answers: ValidationAnswers } | { failure: string } | null,
  mixed: ConfusionSpec['mixed'],
): ConfusionSpec {
  const rounds = roundSpecs(state);
  return {
    ...{ classes, schemes, rounds, predictWith: state.config.predict_with, mixed },
    validation: (round, scheme) => {
      const shown = rounds.find((candidate) => candidate.round === round);
      const own = shown?.results[scheme]?.validation;
      if (own) return { matrix: own };
      if (shown?.running) return { failure: 'The round is still training.' };
      const found = answers({ round, scheme });
      if (!found || 'failure' in found) return found;
      const matrix = matrixOf(found.answers, classes.length);
      return matrix.flat().some(Boolean) ? { matrix } : { failure: 'The validation split has no labels.' };
    },
  };
}

export function configurationSpec(
  state: SessionState,
  pending: readonly Pending[],
  catalogue: Catalogue,
  schemes: SchemeSpec[],
  progress: Readonly<Record<string, Timed>>,
  lastQuery: PayloadOf<'samples_queried'> | null,
  space: ConfigurationSpec['space'],
  {
    modality,
    classes,
    own_embeddings: own,
  }: Pick<Dataset, 'modality' | 'classes' | 'own_embeddings'> = IMAGES,
): ConfigurationSpec {
  const asked = (kind: Pending['action']['kind']) => pending.some(({ action }) => action.kind === kind);
  return {
    config: state.config,
    selectionSchemes: catalogue.selection_schemes,
    settable: [
      ...catalogue.training_schemes.filter(({ name }) => state.config.training_schemes.includes(name)),
      ...catalogue.kinds.filter(({ name }) => name === modality),
    ],
    classifiers: catalogue.classifiers
      .filter((each) => each.kinds.includes(modality) && (own.length > 0 || !each.takes_embeddings))
      .map((each) => (each.takes_embeddings ? ofOwn(each, own) : each)),
    images: modality === 'image',
    projections: catalogue.projections,
    spaces: [
      ...catalogue.distance_spaces.filter(({ kinds }) => kinds.includes(modality)),
      ...own.map(ownSpace),
    ],
    mapSpaces: own.length > 0 ? [AS_THEY_ARE, ...own.map(ownSpace)] : [],
    schemes: schemes.map((scheme) => schemeRow(scheme, state, catalogue, progress)),
    counts: countsOf(state),
    evaluation: evaluationSpec(state, pending),
    byLot: runningEstimates(state),
    rare: rareClasses(state, classes),
    rounds: state.rounds.length,
    running: state.running?.round ?? null,
    interruption: state.interruption,
    busy: {
      selecting: asked('query') || asked('pick') || asked('search'),
      starting: asked('train'),
      cancelling: asked('cancel'),
    },
    substitution: lastQuery && substitution(lastQuery),
    space,
    recommended: {
      paper: catalogue.defaults,
      fewLabels: catalogue.few_labels,
      fewLabelsUpright: catalogue.few_labels_upright,
    },
  };
}

const substitution = ({ scheme, effective_scheme, reason }: PayloadOf<'samples_queried'>) =>
  reason === null ? null : { scheme, effective: effective_scheme, reason };
