import { rgb } from 'd3-color';
import { describe, expect, it } from 'vitest';
import { classColour, inkOn, luminance, mixed, UNLABELLED_COLOUR } from './colours';

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

describe('ink', () => {
  it.each(['#23478f', '#d92b3a'])('can be read on every strength of %s', (colour) => {
    for (let percent = 0; percent <= 100; percent += 1) {
      const ground = mixed(colour, '#f4f5f8', percent / 100);
      expect(contrast(inkOn(ground), ground)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('mixing', () => {
  it('goes from the ground to the colour', () => {
    expect(mixed('#102030', '#506070', 0)).toBe('#506070');
    expect(mixed('#102030', '#506070', 0.5)).toBe('#304050');
    expect(mixed('#102030', '#506070', 1)).toBe('#102030');
  });
});

type Triple = readonly [number, number, number];
const times = (rows: readonly Triple[], [x, y, z]: Triple): Triple =>
  rows.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;

/** From linear RGB to linear RGB, as people see it who have no cones of one sort (Machado, Oliveira and Fernandes 2009). */
const SIGHTS: Record<string, readonly Triple[]> = {
  'by most people': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'by deuteranopes': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'by protanopes': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

function linear(colour: string): Triple {
  const { r, g, b } = rgb(colour);
  const part = (value: number) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return [part(r), part(g), part(b)];
}

/** Björn Ottosson 2020. */
function oklab(light: Triple): Triple {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light.map((part) => Math.min(1, Math.max(0, part))) as unknown as Triple,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt) as unknown as Triple,
  );
}

/** The least distance of any two, in OKLab. */
function least(colours: readonly string[], sight: readonly Triple[]): number {
  const seen = colours.map((colour) => oklab(times(sight, linear(colour))));
  return Math.min(
    ...seen.flatMap((a, index) =>
      seen.slice(0, index).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    ),
  );
}

const classes = (count: number) => Array.from({ length: count }, (_, index) => classColour(index));

describe('colours of classes', () => {
  it.each(Object.entries(SIGHTS))('stand apart as seen %s', (_, sight) => {
    expect(least(classes(3), sight)).toBeGreaterThan(0.135);
    expect(least(classes(10), sight)).toBeGreaterThan(0.115);
    expect(least(classes(12), sight)).toBeGreaterThan(0.09);
    expect(least(classes(40), sight)).toBeGreaterThan(0.04);
  });

  it.each(Object.entries(SIGHTS))('stand apart from samples without a label as seen %s', (_, sight) => {
    expect(least([...classes(10), UNLABELLED_COLOUR], sight)).toBeGreaterThan(0.08);
  });

  it.each([
    ['light', '#ffffff', 2.2],
    ['dark', '#1b212b', 1.45],
  ])('can be seen on %s ground', (_, ground, ratio) => {
    for (const colour of classes(40)) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(ratio);
  });

  it('are another for each of a hundred classes', () => {
    expect(new Set(classes(100)).size).toBe(100);
  });
});
