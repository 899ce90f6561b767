// Colours that mean something, the same in every view.

import { lch, rgb } from 'd3-color';
import type { Status } from '../contract';
import { CLASS_COLOURS } from './class_colours';

const SCHEME_COLOURS: Record<string, string> = {
  SIL: '#8a6500',
  IL: '#007a87',
  IDA: '#4b3fc4',
  CBA: '#c0307a',
  ILS: '#2e7d32',
  IPL: '#a63d2f',
  SSL: '#455a64',
  FT: '#1565a5',
};

/** More classes than there are colours in the list go round the hues by the golden angle, in three lightnesses. */
export function classColour(index: number): string {
  return CLASS_COLOURS[index] ?? generated(index - CLASS_COLOURS.length, 46, 14);
}

/** `position` is the scheme's place in the catalogue; schemes that plug in get a colour of their own, dark enough to read. */
export function schemeColour(name: string, position: number): string {
  return SCHEME_COLOURS[name] ?? generated(position, 42, 4);
}

const generated = (step: number, chroma: number, lighter: number): string =>
  lch(38 + lighter * (step % 3), chroma, (25 + 137.508 * step) % 360).formatHex();

export const UNLABELLED_COLOUR = '#b9bec7';

/** `mark` says the status without colour. */
export const STATUSES: Record<Status, { title: string; mark: string }> = {
  unlabelled: { title: 'unlabelled', mark: '' },
  predicted: { title: 'predicted', mark: '?' },
  confirmed: { title: 'confirmed', mark: '✓' },
  corrected: { title: 'corrected', mark: '↷' },
  hand_labelled: { title: 'by hand', mark: '✎' },
  imported: { title: 'imported', mark: '⇣' },
};

/** `share` of one colour in another, in sRGB; `share` in [0, 1]. */
export function mixed(colour: string, ground: string, share: number): string {
  const [a, b] = [rgb(colour), rgb(ground)];
  const part = (over: number, under: number) => under + (over - under) * share;
  return rgb(part(a.r, b.r), part(a.g, b.g), part(a.b, b.b)).formatHex();
}

/** Black or white, whichever can be read better on `ground`: at least 4.5 to 1. */
export function inkOn(ground: string): '#000000' | '#ffffff' {
  return luminance(ground) > 0.179 ? '#000000' : '#ffffff';
}

/** Relative luminance in [0, 1], as WCAG 2 defines it. */
export function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
