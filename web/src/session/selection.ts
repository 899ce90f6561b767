// What the views point at, resolved by source: of each kind the newest clause that its source has not withdrawn.

import type { Clause, Selection } from '../views/contract';

type Kind = Clause['kind'];
/** One a source and kind, none withdrawn, the newest last. */
export type Clauses = readonly Clause[];

const NOTHING: Selection = {
  hover: null,
  hold: null,
  reveal: null,
  cell: null,
  round: null,
  scheme: null,
  tray: null,
  picture: null,
  why: null,
  mixture: null,
};

/** With the clause in place of the one of that kind that its source published before. */
export function published(clauses: Clauses, clause: Clause): Clauses {
  const others = clauses.filter(({ source, kind }) => source !== clause.source || kind !== clause.kind);
  return clause.value === null ? others : [...others, clause];
}

/** Without the clauses of that kind, whoever published them. */
export const withdrawn = (clauses: Clauses, kind: Kind): Clauses =>
  clauses.filter((clause) => clause.kind !== kind);

export const resolved = (clauses: Clauses): Selection =>
  clauses.reduce((selection, { kind, value }) => ({ ...selection, [kind]: value }), NOTHING);
