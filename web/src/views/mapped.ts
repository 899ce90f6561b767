// What the map shows of samples, and of what schemes say of them. Views have it from contract.ts.

import type { Status } from '../session/types';

/** What a scheme says of every sample: class indices, 65535 for none, and confidences of 255. */
export type Said = { round: number; scheme: string; classes: Uint16Array; confidences: Uint8Array };

/** What the map knows of what schemes say. */
export type Sayings = {
  /** by the newest model of the scheme that predicts; null where that is not known */
  predictions: Said | null;
  /** by the other scheme that the colours name: what its model predicts, or the labels it inferred; null: not known */
  second: Said | null;
  /** by the scheme that the colours compare with `second`, where that is not the one that predicts; null: not known */
  first: Said | null;
  /** why `second`, or `first`, cannot be had */
  unknown: string | null;
};

/** A sample on the board. `label`: the class that somebody has given it. `round`: in which it was selected, from 1. */
export type OnMap = {
  classIndex: number | null;
  label: number | null;
  confidence: number | null;
  prediction: { classIndex: number; confidence: number } | null;
  status: Status;
  round: number;
};
