import { describe, expect, it } from 'vitest';
import type { MeasureInfo } from '../session/types';
import { measureInfo } from '../views/shared/measures.fixture';
import { bandPath, barsOf, linePath, plotOf, xTicks } from './curves';
import { byPolicy, grouped, valuesOf } from './filters';
import { isBest, measuresOf, says, type Measure } from './measures';
import { arranged, turned } from './grid';
import { measureGrid, resultGrid } from './rows';
import type { Curve, Group, Row, Spread, Summary } from './types';
import { duration, pValue, withSpread } from './wording';

const spread = (mean: number, deviation: number | null = null): Spread => ({ mean, deviation, seeds: 1 });
const group = (labeller: string): Group => ({
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
  it('are written with their spread, their sign, and never as minus nought', () => {
    expect(withSpread(spread(0.9213, 0.0081))).toBe('92.1 ± 0.8');
    expect(withSpread(spread(0.9213))).toBe('92.1');
    expect(withSpread(spread(-0.0111), 1, 100, true)).toBe('−1.1');
    expect(withSpread(spread(0.02), 1, 100, true)).toBe('+2.0');
    expect(withSpread(spread(-0.0001))).toBe('0.0');
    expect(withSpread(null)).toBe('–');
  });

  it('are written to the digits that count', () => {
    expect(pValue(0.00001)).toBe('< 0.0001');
    expect(pValue(0.0027)).toBe('0.0027');
    expect(pValue(0.5)).toBe('0.50');
    expect(pValue(1)).toBe('1');
    expect([7, 760, 7380].map(duration)).toEqual(['0:07', '12:40', '2:03:00']);
  });
});

describe('filters', () => {
  const rows = [row('RS', 'SIL', 0.5), row('RS', 'IDA', 0.7), row('DS', 'SIL', 0.6, 'noisy')];
  const groups = [group('oracle'), group('noisy')];
  const summary = { sessions: 3, groups, rows, curves: [], tests: [] } as unknown as Summary;

  it('offer the values that there are, in order', () => {
    expect(valuesOf(summary, 'training_scheme')).toEqual(['SIL', 'IDA']);
    expect(valuesOf(summary, 'labeller')).toEqual(['oracle', 'noisy']);
  });

  it('let through what is all of that, by group', () => {
    const names = (filter: Parameters<typeof grouped>[2]) =>
      grouped(rows, groups, filter).map(([name, own]) => [name, own.length]);
    expect(names({})).toEqual([
      ['labeller oracle', 2],
      ['labeller noisy', 1],
    ]);
    expect(names({ training_scheme: 'SIL' })).toEqual([
      ['labeller oracle', 1],
      ['labeller noisy', 1],
    ]);
    expect(names({ labeller: 'noisy', policy: 'RS' })).toEqual([]);
    expect(byPolicy(rows).map(([policy, own]) => [policy, own.length])).toEqual([
      ['RS', 2],
      ['DS', 1],
    ]);
  });
});

const info = (name: string, title: string, more: Partial<MeasureInfo> = {}): MeasureInfo =>
  measureInfo(name, { title, description: `what ${title} means`, ...more });
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

const colour = () => '#123456';

describe('a table', () => {
  const rows = [row('RS', 'SIL', 0.5), row('RS', 'IDA', 0.7), row('DS', 'SIL', 0.6)];
  const grid = resultGrid(rows, measuresOf(rows, known), colour);
  const texts = (column: number, order: Parameters<typeof arranged>[1]) =>
    arranged(grid, order).map(({ line }) => line[column]?.text);

  it('stands by policy until a heading is clicked, and then as that asks', () => {
    expect(arranged(grid, null).map(({ first }) => first)).toEqual([true, false, true]);
    const accuracy = grid.columns.findIndex(({ title }) => title === 'Accuracy, %');
    const once = turned(grid, null, accuracy);
    expect(texts(accuracy, once)).toEqual(['70.0', '60.0', '50.0']);
    expect(texts(accuracy, turned(grid, once, accuracy))).toEqual(['50.0', '60.0', '70.0']);
    expect(texts(0, turned(grid, null, 0))).toEqual(['DS', 'RS', 'RS']);
  });

  it('of one measure has a column for each training scheme, and a dash where there is none', () => {
    const [accuracy] = measuresOf(rows, known);
    const { columns, groups } = measureGrid(rows, accuracy as Measure);
    expect(columns.map(({ title }) => title)).toEqual(['Accuracy, %', 'SIL', 'IDA']);
    expect(groups.map(([line]) => line?.map(({ text }) => text))).toEqual([
      ['RS', '50.0', '70.0'],
      ['DS', '60.0', '–'],
    ]);
  });
});
