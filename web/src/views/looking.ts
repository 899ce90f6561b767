// The part of the contract about samples that are looked at: side by side in the tray, and with what people said of
// them. Views have it from contract.ts.

import type { FaceSpec } from './shared/face';
import type { Status } from '../session/types';
import type { ClassSpec } from './specs';

/**
 * `samples`: these of the pool, as a person gathered them. `like`: those most like one. `between`: those over which the
 * model hesitates between two classes. `browse`: those of the board that a
 * filter lets through. `search`: those that hold words, or match an expression; nothing has been searched for
 * while these are empty. `cell` and `class`: those of the validation split that a model takes for a class;
 * `model` null: the newest that predicts. `turned`: those that have become right or wrong since the scheme's model of the
 * round `before`; of one class, null: of all.
 */
export type TrayRequest =
  | { of: 'samples'; sampleIds: readonly number[] }
  | { of: 'like'; sampleId: number }
  | { of: 'between'; first: number; second: number }
  | ({ of: 'browse' } & BrowseFilter)
  | { of: 'search'; wanted: string; expression: boolean }
  | { of: 'cell'; actual: number; predicted: number; model: Model }
  | { of: 'class'; classIndex: number; model: Model | null }
  | { of: 'turned'; way: 'gained' | 'lost'; classIndex: number | null; model: Model; before: number };

/** Null: whatever it is. `least` and `most` confidence in [0, 1]. `contradicted`: only labels that the newest model would put
 * elsewhere. `strategy`: as a selection scheme, or a strategy of its, is named; 'by hand' where nothing selected them. */
export type BrowseFilter = {
  classIndex: number | null;
  status: Status | null;
  least: number;
  most: number;
  contradicted: boolean;
  strategy: string | null;
};

export type Model = { round: number; scheme: string };

/** What is known of a picture in the tray: `label` where a person has given it its class. */
export type TrayPicture = { says: string; classIndex: number | null; label: boolean };

/** Pictures side by side. Of those of the pool a person brings some onto the board, or labels them; those of the
 * validation split are looked at. `usual`: the confidence of a label for which none was stated. `waiting`: the server is
 * looking for them. `follow`: what may be asked for next. */
export type TraySpec = {
  request: TrayRequest;
  split: 'pool' | 'validation';
  classes: ClassSpec[];
  usual: number;
  texts: boolean;
  title: string;
  note: string | null;
  waiting: boolean;
  failure: string | null;
  groups: readonly { title: string | null; ids: readonly number[] }[];
  /** of what is browsed, by what it came; none of anything else */
  strategies: readonly string[];
  follow: { says: string; request: TrayRequest } | null;
  onBoard: (sampleId: number) => boolean;
  face: (sampleId: number) => FaceSpec;
  about: (sampleId: number) => TrayPicture;
};

/** What people said of a sample who disagree, of nobody named. `reason`: why it was decided as it was; null: it has not
 * been. */
export type DisputedSpec = {
  candidates: readonly { classIndex: number; confidence: number | null }[];
  reason: string | null;
};

/** What speaks for the class `top`, against `runnerUp`: in an image a number for each pixel, in [-2, 2]; or words of a text,
 * whose values add up, with `intercept`, to `difference`, that of the logits of both. */
export type WhySpec = {
  sampleId: number;
  failure: string | null;
  words: WordsSpec | null;
  answer: { top: number; runnerUp: number; confidence: number; margin: number; values: number[][] } | null;
};

/** `pieces` joined are the text. */
export type WordsSpec = {
  top: number;
  runnerUp: number;
  intercept: number;
  difference: number;
  pieces: readonly { text: string; value: number }[];
};
