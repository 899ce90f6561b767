// The words of a study's results, as the server's OpenAPI description says them.

import type { Schema } from '../api/client';
import type { LegendEntry } from '../views/shared/picture';

export type Summary = Schema['StudySummary'];
export type Group = Schema['Group'];
export type Row = Schema['SchemeSummary'];
export type Spread = Schema['Spread'];
export type Curve = Schema['Curve'];
export type SeedCurve = Schema['SeedCurve'];
export type Test = Schema['SchemeTest'];
export type Comparison = Schema['TreatmentComparison'];
export type Friedman = Schema['Friedman'];
export type Nemenyi = Schema['Nemenyi'];
export type Pair = Schema['Pair'];
export type PaperComparison = Schema['PaperComparison'];
export type PaperNumber = Schema['PaperNumber'];
export type Confidence = Schema['GroupConfidence'];
export type ClassConfidence = Schema['ClassConfidence'];
export type Report = Schema['StudyReport'];
export type PolicyKind = Report['kinds'][string];

/** The colour of a training scheme, the same in every picture. */
export type ColourOf = (scheme: string) => string;

/** What a learning curve is called, and drawn in. */
export type DrawnAs = (curve: Curve) => Required<LegendEntry>;
