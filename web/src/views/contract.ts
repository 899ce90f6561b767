// The contract of every view, in one place.
//
// A view is a component with these props:
//   spec       what it shows: plain data made from the session by session/specs.ts. A view never changes it.
//   selection  what the pointer and the keyboard point at, in all views together, as the store resolved it.
//   publish    says what this view's pointer or focus is on. Views know each other only through this.
//   act        asks for a change of the session; the change is seen when it comes back in `spec`.
//   readonly   nothing can be changed: the session is shown as it once was. The view offers no change then.
//   sharedOut  a project says which samples come next: nobody selects them, and none is picked.
//   trains     models are trained here; false where a person decides on what others have labelled, and no model learns.
// Views import no other view, fetch nothing but images, and hold no copy of server state. What they know of the
// session comes through here. The linter holds it (eslint.config.js).

import type { RareClassesSpec } from './configuration/rare';
import type { FaceSpec } from './shared/face';
import type { GuidelineSpec } from './shared/guideline';
import type { Counts } from '../session/counts';
import type { Action, ConfigPatch } from '../session/intents';
import type {
  Augmentation,
  ConfidenceSource,
  MeasureInfo,
  OptionInfo,
  SchemeResult,
  SessionConfig,
  Status,
} from '../session/types';
import type { OnMap, Said, Sayings } from './mapped';
import type { DisputedSpec, TrayRequest, WhySpec, WordsSpec } from './looking';
import type { ClassSpec, HolderSpec, OptionSpec, RoundSpec, SchemeSpec } from './specs';

export type { BrowseFilter, Model, TrayPicture, TraySpec } from './looking';
export type {
  AccuracySpec,
  BoxSpec,
  ComparedSpec,
  ConfidenceSpec,
  ConfusionSpec,
  KeptModels,
  MixingSpec,
  ScoresSpec,
  ScoreSpec,
  TryingSpec,
  ValidationMatrix,
} from './reached';
export type { OnMap, Said, Sayings };
export type { ClassSpec, DisputedSpec, OptionSpec, RoundSpec, SchemeSpec, TrayRequest, WhySpec, WordsSpec };
export type { HolderSpec };
export type {
  Action,
  Augmentation,
  ConfidenceSource,
  ConfigPatch,
  Counts,
  MeasureInfo,
  SchemeResult,
  SessionConfig,
  Status,
};

export type Source =
  | 'board'
  | 'pool'
  | 'accuracy'
  | 'confusion'
  | 'configuration'
  | 'answer'
  | 'review'
  | 'sample'
  | 'tray'
  | 'mixing';

/** What a view points at. `value: null` withdraws the clause of that kind that the same source published. */
export type Clause =
  /** the sample under the pointer, or with keyboard focus */
  | { source: Source; kind: 'hover'; value: number | null }
  /** a picture that is no sample of the pool, to be shown large */
  | { source: 'tray'; kind: 'picture'; value: { face: FaceSpec; says: string } | null }
  /** the samples that are dragged, or about to be answered */
  | { source: 'board' | 'answer'; kind: 'hold'; value: readonly number[] | null }
  /** the sample somebody asked to see: its card takes the keyboard focus, once for each clause */
  | { source: Source; kind: 'reveal'; value: Reveal | null }
  /** a cell of the confusion matrix: samples of these classes stand out, all others step back */
  | { source: Source; kind: 'cell'; value: Cell | null }
  /** the round whose results are shown; null: the newest */
  | { source: Source; kind: 'round'; value: number | null }
  /** the sample of which somebody wants to know what the machine's answer rests on */
  | { source: 'sample'; kind: 'why'; value: number | null }
  /** what the tray shows; null: it is closed. Whoever fills it speaks for it. */
  | { source: 'tray'; kind: 'tray'; value: TrayRequest | null }
  /** weights of the schemes whose models are looked at together */
  | { source: 'mixing'; kind: 'mixture'; value: Readonly<Record<string, number>> | null }
  /** the training scheme whose confusion matrix is shown; null: the one that predicts */
  | { source: Source; kind: 'scheme'; value: string | null };

/** A request, which is made anew by an object of its own: the same sample can be asked for twice. */
export type Reveal = { readonly sampleId: number };

/** Class indices. */
export type Cell = { actual: number; predicted: number };

/** The clauses resolved: of each kind the newest that its source has not withdrawn (session/selection.ts). */
export type Selection = { [Kind in Clause['kind']]: Extract<Clause, { kind: Kind }>['value'] };

export type Publish = (clause: Clause) => void;
export type Act = (action: Action) => void;

export type ViewProps<Spec> = {
  spec: Spec;
  selection: Selection;
  publish: Publish;
  act: Act;
  readonly: boolean;
  sharedOut: boolean;
  trains: boolean;
};

export type { FaceSpec, GuidelineSpec };

/** `confidence` in [0, 1] and `classIndex` are null in the unlabelled region. `source`: whose a label's confidence
 * is; null where nobody recorded it, and for what is no label. `suggested`: the prediction is a label that the dataset
 * came with, and no model's. `earlier`: what the model before the one of `prediction` said. `pending`: not yet saved. */
export type CardSpec = FaceSpec & {
  sampleId: number;
  status: Status;
  classIndex: number | null;
  confidence: number | null;
  source: ConfidenceSource | null;
  prediction: { classIndex: number; confidence: number } | null;
  suggested: boolean;
  earlier: { classIndex: number; confidence: number } | null;
  pending: boolean;
  /** seq of the event that last made the card what it is */
  changed: number;
  /** it is a label that a finished round has trained with, or of the evaluation set once that is complete */
  trained: boolean;
  /** it is locked to evaluate on */
  heldOut: boolean;
};

/** `untrained`: labels that no finished round has trained with. `training`: a round is running, or asked for, with so
 * many of its schemes trained; null: none is. `get`: what would be asked for next. */
export type Stage = {
  untrained: number;
  /** what a first training lacks; null: nothing, or there has been one */
  lacks: { classes: number; labels: number; enough: readonly number[] } | null;
  training: { trained: number; of: number } | null;
  get: Extract<Action, { kind: 'query' | 'draw' }>;
  /** what `get` would be once there is enough to evaluate on; null: it is that already */
  afterwards: Extract<Action, { kind: 'query' }> | null;
};

/** What is held out to evaluate on. `first`: the session begins with it. `open`: more may be drawn. `evaluation`,
 * `validation`: labels there are; `waiting`: samples drawn that have none. `imported`: the draw leaves out samples whose
 * labels are trusted as the dataset has them. */
export type EvaluationSpec = {
  first: boolean;
  open: boolean;
  evaluation: number;
  validation: number;
  waiting: number;
  imported: boolean;
  drawing: boolean;
};

/** `disputed`: what people said of samples to adjudicate; null where nothing is adjudicated. `holders`: who else holds which.
 * `cards` are in order of arrival, the newest batch first: the order in which focus moves. `imported`: labels that
 * the dataset came with and nobody has acted on; they have no cards, and stand on the map. `usual`: the confidence of
 * a label for which none was stated. `guideline`: what the classes mean; null where nobody has written it. */
export type BoardSpec = {
  classes: ClassSpec[];
  /** samples are texts, and their cards as wide as their column */
  texts: boolean;
  cards: CardSpec[];
  imported: number;
  stage: Stage;
  usual: number;
  undo: boolean;
  redo: boolean;
  /** the machine is selecting samples */
  selecting: boolean;
  disputed: ReadonlyMap<number, DisputedSpec> | null;
  holders: ReadonlyMap<number, HolderSpec>;
  guideline: GuidelineSpec | null;
};

/** `card`: what is on the board of a sample. `explains`: by what the newest model can say what its answer rests on,
 * null: by nothing, or there is none. `why`: what it rests on, once
 * somebody has asked and the server has answered. */
export type SampleSpec = {
  disputed: BoardSpec['disputed'];
  /** says why a sample was decided as it was */
  giveReason: (sampleId: number, reason: string) => void;
  explains: 'parts' | 'words' | null;
  why: WhySpec | null;
  classes: ClassSpec[];
  face: (sampleId: number) => FaceSpec;
  card: (sampleId: number) => CardSpec | undefined;
};

/** `coordinates` holds x, y of every pool sample, in [-1, 1]; null while loading. `fraction` in [0, 1]. */
export type PoolSpec = Sayings & {
  classes: ClassSpec[];
  count: number;
  coordinates: Float32Array | null;
  loading: { stage: string; fraction: number } | null;
  failure: string | null;
  /** the map is fitted without the evaluation set, which is still being drawn */
  evaluating: boolean;
  projection: string;
  board: ReadonlyMap<number, OnMap>;
  /** samples that the tray shows */
  gathered: readonly number[];
  /** rounds that samples on the board were selected in, the running or next one included */
  rounds: number;
  /** of the last round: the scheme that predicts (null: none has), those that inferred labels, those that predict otherwise */
  schemes: { predicting: string | null; inferring: readonly string[]; others: readonly string[] };
  face: (sampleId: number) => FaceSpec;
};

/** A label that a model contradicts which was trained without it. */
export type ToLookAt = {
  sampleId: number;
  classIndex: number;
  confidence: number;
  other: number;
  probability: number;
};

/** `likelyWrong`: about how many labels are of another class; null: too few to say. */
export type Reviewed = {
  labels: number;
  contradicted: number;
  likelyWrong: number | null;
  leftOut: number;
  items: readonly ToLookAt[];
};

/** Labels to look at again, the most doubtful first; null before anybody has asked. `now`: the class where a sample
 * stands now; null: in none. */
export type ReviewSpec = {
  classes: ClassSpec[];
  found: Reviewed | null;
  loading: { stage: string; fraction: number } | null;
  failure: string | null;
  now: (sampleId: number) => number | null;
  face: (sampleId: number) => FaceSpec;
};

/** What may be set of an entry: in the configuration's `options`, under its `key`. */
export type SettingSpec = OptionInfo;
export type SettableSpec = OptionSpec & { key: string; options: SettingSpec[] };

/** `progress` in [0, 1] while the scheme trains, `left` in seconds, null while that cannot be said; `done` once the running round has its result. */
export type SchemeRow = SchemeSpec & {
  description: string;
  chosen: boolean;
  predicts: boolean;
  /** of what predicts, in [0, 1]; null: no mixture does */
  weight: number | null;
  progress: { fraction: number; stage: string; left: number | null } | null;
  done: boolean;
};

export type ConfigurationSpec = {
  config: SessionConfig;
  selectionSchemes: SettableSpec[];
  /** of the training schemes that are chosen, and of the kind of samples */
  settable: SettableSpec[];
  /** that take samples of this kind */
  classifiers: SettableSpec[];
  projections: SettableSpec[];
  spaces: OptionSpec[];
  /** what the map may be laid out from; none where there is no choice */
  mapSpaces: OptionSpec[];
  /** whether samples are images, which are augmented by options of their own */
  images: boolean;
  schemes: SchemeRow[];
  counts: Counts;
  evaluation: EvaluationSpec;
  rare: RareClassesSpec | null;
  /** of samples that came by lot with a prediction: how many it had right, of a model or of the dataset's labels */
  byLot: { machine: { right: number; of: number }; dataset: { right: number; of: number } };
  /** finished rounds */
  rounds: number;
  /** number of the round that trains; null: none does */
  running: number | null;
  /** why the last round ended without results; null: it did not, or another one has started */
  interruption: { round: number; detail: string; hint: string } | null;
  /** a selection, or the start or end of a round, has been asked for and not been answered */
  busy: { selecting: boolean; starting: boolean; cancelling: boolean };
  /** why the machine last selected by another scheme, or by other distances, than asked for; null: it did as asked */
  substitution: { scheme: string; effective: string; reason: string } | null;
  /** of the feature space in use: how far the server is with it, or why it cannot have it; null: it is ready */
  space: { stage: string; fraction: number } | { failure: string } | null;
  /** configurations to be had at once */
  recommended: { paper: SessionConfig; fewLabels: SessionConfig; fewLabelsUpright: SessionConfig };
};
