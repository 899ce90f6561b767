// How the numbers and names of a study read.

import type { Spread } from './types';

const MINUS = '−';

/** "92.1 ± 0.8" for a share times 100; the mean alone where there is one seed, a dash where there is none. */
export function withSpread(spread: Spread | null, digits = 1, scale = 100, sign = false): string {
  if (!spread) return '–';
  const mean = number(spread.mean * scale, digits, sign);
  return spread.deviation === null ? mean : `${mean} ± ${number(spread.deviation * scale, digits)}`;
}

export function number(value: number, digits: number, sign = false): string {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return text.replace('-', '');
  return sign && value > 0 ? `+${text}` : text.replace('-', MINUS);
}

/** 0:07, 12:40, 2:03:00 */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A p-value, to two digits that count, and never as nought. */
export function pValue(p: number): string {
  if (p < 0.0001) return '< 0.0001';
  return p >= 1 ? '1' : p.toFixed(Math.min(4, Math.max(2, 1 - Math.floor(Math.log10(p)))));
}

/** "a, b and c" */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** What tests and the paper measure, by name. */
export const TESTED = { accuracy: 'accuracy', area_mean_height: 'ALC (mean height)' } as const;
