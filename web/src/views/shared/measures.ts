// How the measures of a result read. What there is to measure, the catalogue says.

import type { MeasureInfo } from '../contract';

type Measured = { measures: Readonly<Record<string, number | null>> };

/** The plot over labels is one of accuracy, as are learning curves and the tests of a study. */
export const CURVE = 'accuracy';

/** In [0, 1]. The server records it of every model; were it missing, NaN would say so. */
export const accuracyOf = (result: Measured | undefined): number => result?.measures[CURVE] ?? Number.NaN;

/** "Accuracy, %" */
export const heading = ({ title, unit }: MeasureInfo, more = ''): string =>
  unit ? `${title}${more}, ${unit}` : `${title}${more}`;

/** "Accuracy: 91.2%" for each measure that the result has a value of, those of single classes left out. */
export const readings = (result: Measured, measures: readonly MeasureInfo[]): string[] =>
  measures.flatMap(({ name, title, unit, digits, scale }) => {
    const value = result.measures[name];
    return typeof value === 'number' ? [`${title}: ${(value * scale).toFixed(digits)}${unit}`] : [];
  });
