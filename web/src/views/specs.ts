// What several parts of the contract are made of. Views have it from contract.ts.

import type { ConfigOption, Effort, SchemeResult, SessionConfig } from '../session/types';

/** `colour` is the class's colour in every view, `#rrggbb`; `key` the key that assigns the class, or the letters
 * that do. */
export type ClassSpec = { index: number; name: string; colour: string; key: string };

/** Who else has a sample in hand. `says`: in words, as in `held by ada`; `initials`: null where nobody is named. */
export type HolderSpec = { says: string; initials: string | null };

/** A choice that the catalogue offers. */
export type OptionSpec = { name: string; title: string; description: string };

/** `uses`: the options that change what the scheme trains on, of those that some schemes use and others do not. */
export type SchemeSpec = { name: string; title: string; colour: string; uses: readonly ConfigOption[] };

/** `results` fills a scheme at a time; `running` until the round has finished. `config`: what it trained with. */
export type RoundSpec = {
  round: number;
  labels: number;
  effort: Effort;
  config: SessionConfig;
  results: Record<string, SchemeResult>;
  running: boolean;
};
