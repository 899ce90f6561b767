// What the map shows of samples, and of what schemes say of them. Views have it from contract.ts.

import type { Status } from '../session/types';

/** What a scheme says of every sample: class indices, 65535 for none, and confidences of 255. */
export type Said = { round: number; scheme: string; classes: Uint16Array; confidences: Uint8Array };

/** A sample on the board. `label`: the class that somebody has given it. `round`: in which it was selected, from 1. */
export type OnMap = {
  classIndex: number | null;
  label: number | null;
  confidence: number | null;
  prediction: { classIndex: number; confidence: number } | null;
  status: Status;
  round: number;
};
