import { describe, expect, it } from 'vitest';
import type { Schema } from '../api/client';
import type { MeasureInfo } from '../session/types';
import { bandPath, barsOf, linePath, plotOf, xTicks, type Curve } from './curves';
import { byPolicy, grouped, valuesOf } from './filters';
import { isBest, measuresOf, says, type Measure, type Row } from './measures';
import { chance, duration, told } from './wording';

type Spread = Schema['Spread'];
const spread = (mean: number, deviation: number | null = null): Spread => ({ mean, deviation, seeds: 1 });
const group = (labeller: string): Schema['Group'] => ({
  dataset: 'mnist',
  classifier: 'cnn',
  projection: 'umap',
  labeller,
});

function row(policy: string, training_scheme: string, accuracy: number, labeller = 'oracle'): Row {
  return {
    group: group(labeller),
    policy,
    training_scheme,
    seeds: [0],
    labels: 20,
    measures: {
      accuracy: spread(accuracy),
      calibration_error: spread(1 - accuracy),
      'f1:0': null,
      'f1:1': spread(accuracy / 2),
      gone: spread(1),
    },
    gain: null,
    area_mean_height: spread(accuracy),
    area_from_origin: spread(accuracy),
    pool_accuracy: null,
    class_accuracy: [],
    corrected: spread(3),
    hand_labelled: spread(4),
    relabels: spread(7),
  } as Row;
}

const curve = (deviation: number | null): Curve =>
  ({
    group: group('oracle'),
    policy: 'RS',
    training_scheme: 'SIL',
    labels: [10, 20],
    accuracy: [spread(0.25, deviation), spread(0.5, deviation)],
    relabelled: [10, 15],
    runs: [],
  }) as Curve;

describe('numbers', () => {
  it('are told with their spread, their sign, and never as minus nought', () => {
    expect(told(spread(0.9213, 0.0081))).toBe('92.1 ± 0.8');
    expect(told(spread(0.9213))).toBe('92.1');
    expect(told(spread(-0.0111), 1, 100, true)).toBe('−1.1');
    expect(told(spread(0.02), 1, 100, true)).toBe('+2.0');
    expect(told(spread(-0.0001))).toBe('0.0');
    expect(told(null)).toBe('–');
  });

  it('are told to the digits that count', () => {
    expect(chance(0.00001)).toBe('< 0.0001');
    expect(chance(0.0027)).toBe('0.0027');
    expect(chance(0.5)).toBe('0.50');
    expect(chance(1)).toBe('1');
    expect([7, 760, 7380].map(duration)).toEqual(['0:07', '12:40', '2:03:00']);
  });
});

describe('filters', () => {
  const rows = [row('RS', 'SIL', 0.5), row('RS', 'IDA', 0.7), row('DS', 'SIL', 0.6, 'noisy')];
  const summary = { sessions: 3, groups: [], rows, curves: [], tests: [] } as Schema['StudySummary'];

  it('offer the values that there are, in order', () => {
    expect(valuesOf(summary, 'training_scheme')).toEqual(['SIL', 'IDA']);
    expect(valuesOf(summary, 'labeller')).toEqual(['oracle', 'noisy']);
  });

  it('let through what is all of that, by group', () => {
    const names = (filter: Parameters<typeof grouped>[1]) =>
      grouped(rows, filter).map(([name, own]) => [name.split(' · ').at(-1), own.length]);
    expect(names({})).toEqual([
      ['oracle', 2],
      ['noisy', 1],
    ]);
    expect(names({ training_scheme: 'SIL' })).toEqual([
      ['oracle', 1],
      ['noisy', 1],
    ]);
    expect(names({ labeller: 'noisy', policy: 'RS' })).toEqual([]);
    expect(byPolicy(rows).map(([policy, own]) => [policy, own.length])).toEqual([
      ['RS', 2],
      ['DS', 1],
    ]);
  });
});

const info = (name: string, title: string, more: Partial<MeasureInfo> = {}): MeasureInfo => ({
  name,
  title,
  description: `what ${title} means`,
  unit: '%',
  better: 'higher',
  digits: 1,
  scale: 100,
  per_class: false,
  headline: true,
  ...more,
});
const known = [
  info('calibration_error', 'ECE', { better: 'lower' }),
  info('accuracy', 'Accuracy'),
  info('f1', 'F1', { per_class: true, headline: false }),
  info('never', 'Never recorded'),
];

describe('the columns of a study', () => {
  const columns = measuresOf([row('RS', 'SIL', 0.5)], known);
  const titles = (headline: boolean) =>
    columns.filter((column) => column.headline === headline).map(({ title }) => title);

  it('are the measures of the catalogue that were recorded, accuracy first and beside its gain', () => {
    expect(titles(true).slice(0, 3)).toEqual(['Accuracy, %', 'Gain on RS', 'ECE, %']);
    expect(titles(true)).not.toContain('Never recorded, %');
  });

  it('have a measure of each class for who asks', () => {
    expect(titles(false)).toEqual(['F1 of class 0, %', 'F1 of class 1, %']);
    const read = (name: string) =>
      says(row('RS', 'SIL', 0.5), columns.find((c) => c.name === name) as Measure);
    expect([read('f1:0'), read('f1:1')]).toEqual(['–', '25.0']);
  });
});

describe('the best of a training scheme', () => {
  const measure = (name: string) => measuresOf(rows, known).find((column) => column.name === name) as Measure;
  const rows = [row('RS', 'SIL', 0.5), row('DS', 'SIL', 0.6), row('LCRS', 'SIL', 0.6), row('RS', 'IDA', 0.9)];
  const best = (name: string) =>
    rows.filter((one) => isBest(one, rows, measure(name))).map(({ policy }) => policy);

  it('is the highest, or the lowest where that is better, of several', () => {
    expect(best('accuracy')).toEqual(['DS', 'LCRS']);
    expect(best('calibration_error')).toEqual(['DS', 'LCRS']);
    expect(best('corrected')).toEqual([]);
    expect(best('gain')).toEqual([]);
  });

  it('is shared by what looks equal in the table', () => {
    const near = [row('RS', 'IDA', 0.9212), row('DS', 'IDA', 0.9208), row('LCRS', 'IDA', 0.9104)];
    const bold = (name: string) => near.filter((one) => isBest(one, near, measure(name)));
    expect(bold('accuracy').map(({ policy }) => policy)).toEqual(['RS', 'DS']);
    expect(bold('area_mean_height').map(({ policy }) => policy)).toEqual(['RS']);
  });
});

describe('a learning curve', () => {
  it('runs from 0 labels to the last, and from 0 to 100%', () => {
    const plot = plotOf([curve(null)]);
    expect(plot.x(20)).toBeGreaterThan(plot.x(10));
    expect(plot.y(0)).toBe(plot.bottom);
    expect(plot.y(1.2)).toBe(plot.y(1));
    expect(linePath([10, 20], [0.25, 0.5], plot)).toMatch(/^M[\d.]+,[\d.]+L[\d.]+,[\d.]+$/);
  });

  it('has a band where there are several seeds', () => {
    expect(bandPath(curve(null), plotOf([curve(null)]))).toBe('');
    expect(bandPath(curve(0.1), plotOf([curve(0.1)]))).toMatch(/Z$/);
  });

  it('stands before bars of the share that had to be given by hand', () => {
    const plot = plotOf([curve(null)]);
    const bars = barsOf(curve(null), plot);
    expect(bars.map(({ height }) => height)).toEqual([plot.bottom - plot.y(0.5), plot.bottom - plot.y(0.75)]);
  });

  it('names at most ten numbers of labels, the last among them', () => {
    const labels = Array.from({ length: 25 }, (_, at) => at + 1);
    expect(xTicks(labels).length).toBeLessThanOrEqual(10);
    expect(xTicks(labels).at(-1)).toBe(25);
    expect(xTicks([10, 20])).toEqual([10, 20]);
  });
});
