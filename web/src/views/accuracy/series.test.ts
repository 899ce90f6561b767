import { describe, expect, it } from 'vitest';
import type { RoundSpec, SchemeSpec, SessionConfig } from '../contract';
import { rememberAxis, rememberedAxis, type Axis } from './axis';
import { changesBetween } from './changes';
import { MARGIN, pathOf, placedMarks, plotOf, slotsOf } from './plot';
import { accuracySeries, changeMarks, describeMark, effortSegments, type PlotPoint } from './series';

const result = (accuracy: number) => ({
  measures: { accuracy },
  confusion: [],
  seconds: 1,
  labels_used: 10,
  training_size: 10,
  model_digest: '',
  evaluated_on: 'test' as const,
  validation: null,
});
const config: SessionConfig = {
  classifier: 'cnn',
  first_labels: 1,
  first_classes: 2,
  default_confidence: 0.8,
  accepted_confidence: 'machine',
  calibration: 'none',
  projection: 'umap',
  selection_scheme: 'RS',
  batch_size: 10,
  training_schemes: ['SIL'],
  predict_with: 'SIL',
  mixture: {},
  distance_space: 'projection',
  map_space: 'original',
  options: {},
  epochs: 5,
  precision: 'auto',
  augmentation: { width_shift: 0.1, height_shift: 0.1, rotation: 0, scale: 0, shear: 0, elastic: 0 },
};
const option = (name: string, title: string) => ({ name, title, description: '' });
const names = {
  classifiers: [option('cnn', 'CNN'), option('logistic_regression', 'logistic regression')],
  projections: [option('umap', 'UMAP'), option('pca', 'PCA')],
  spaces: [option('original', 'Original images'), option('learned', 'Learned')],
};
const round = (
  number: number,
  labels: number,
  results: Record<string, number>,
  more: Partial<RoundSpec> = {},
): RoundSpec => ({
  round: number,
  labels,
  effort: { labelled: 10, corrected: 4, hand_labelled: 1 },
  config,
  results: Object.fromEntries(Object.entries(results).map(([name, accuracy]) => [name, result(accuracy)])),
  running: false,
  ...more,
});
const scheme = (name: string, ...uses: SchemeSpec['uses']): SchemeSpec => ({
  name,
  title: name,
  colour: '#000000',
  uses,
});
const sil = scheme('SIL');
const il = scheme('IL', 'distance_space');
const schemes = [sil, il, scheme('IDA', 'augmentation')];
const logistic = { config: { ...config, classifier: 'logistic_regression' } };
const placed = (segments: readonly PlotPoint[][]) => segments.map((run) => run.map(({ x, y }) => [x, y]));
const lines = (rounds: RoundSpec[], axis: Axis) =>
  accuracySeries(rounds, schemes, axis, names).map(({ scheme, segments }) => [scheme.name, placed(segments)]);

describe('the lines of the accuracy plot', () => {
  it('have a point per round and scheme that was trained', () => {
    const rounds = [round(1, 10, { SIL: 0.4 }), round(2, 20, { SIL: 0.6, IDA: 0.7 }), round(3, 30, {})];
    const sil = [
      [10, 0.4],
      [20, 0.6],
    ];
    expect(lines(rounds, 'labels')).toEqual([
      ['SIL', [sil]],
      ['IDA', [[[20, 0.7]]]],
    ]);
    expect(lines([], 'labels')).toEqual([]);
  });

  it('join no two rounds of the same labels, and go on from the later', () => {
    const rounds = [
      round(1, 10, { SIL: 0.4 }),
      round(2, 20, { SIL: 0.6 }),
      round(3, 20, { SIL: 0.5 }),
      round(4, 30, { SIL: 0.7 }),
      round(5, 25, { SIL: 0.6 }),
    ];
    const [first, second] = [accuracySeries(rounds, schemes, 'labels', names), lines(rounds, 'rounds')];
    expect(placed(first[0]?.segments ?? [])).toEqual([
      [
        [10, 0.4],
        [20, 0.6],
      ],
      [
        [20, 0.5],
        [30, 0.7],
      ],
      [[25, 0.6]],
    ]);
    const passed = first[0]?.segments.flat().filter((point) => point.passed);
    expect(passed?.map((point) => point.round)).toEqual([2]);
    expect(second).toEqual([
      [
        'SIL',
        [
          [
            [1, 0.4],
            [2, 0.6],
            [3, 0.5],
            [4, 0.7],
            [5, 0.6],
          ],
        ],
      ],
    ]);
  });

  it('end where another classifier is trained, also when the scheme was left out for a round', () => {
    const rounds = [
      round(1, 10, { SIL: 0.4, IDA: 0.5 }),
      round(2, 20, { SIL: 0.6 }, logistic),
      round(3, 30, { SIL: 0.7, IDA: 0.8 }, logistic),
    ];
    for (const axis of ['labels', 'rounds'] as const) {
      const runs = accuracySeries(rounds, schemes, axis, names).map(({ segments }) =>
        segments.map((run) => run.map((point) => point.round)),
      );
      expect(runs).toEqual([
        [[1], [2, 3]],
        [[1], [3]],
      ]);
    }
  });

  it('say which points are of a round that still trains', () => {
    const rounds = [round(1, 10, { SIL: 0.4 }), round(2, 20, { SIL: 0.6 }, { running: true })];
    const points = accuracySeries(rounds, schemes, 'labels', names)[0]?.segments.flat();
    expect(points?.map(({ running }) => running)).toEqual([false, true]);
  });

  it('draw effort as a share of the labels given, and none where none were given', () => {
    const effort = (labelled: number, corrected: number, hand_labelled: number) => ({
      effort: { labelled, corrected, hand_labelled },
    });
    const rounds = [
      round(1, 10, {}, effort(10, 0, 10)),
      round(2, 20, {}, effort(10, 4, 1)),
      round(3, 20, {}, effort(0, 0, 0)),
    ];
    const run = [
      [10, 1],
      [20, 0.5],
    ];
    expect(placed(effortSegments(rounds, 'labels'))).toEqual([run]);
  });
});

describe('a change of what is trained', () => {
  const changes = (patch: Partial<SessionConfig>, scheme: SchemeSpec) =>
    changesBetween(config, { ...config, ...patch }, scheme, names).map(({ says }) => says);

  it('is said by both its sides', () => {
    expect(changes({ classifier: 'logistic_regression', epochs: 10 }, sil)).toEqual([
      'CNN → logistic regression',
      '5 → 10 epochs',
    ]);
    expect(changes({ precision: 'float32' }, sil)).toEqual(['auto → float32 precision']);
  });

  it('is none where the scheme does not use the option', () => {
    const augmentation = { ...config.augmentation, rotation: 15 };
    expect(schemes.map((trained) => changes({ augmentation }, trained))).toEqual([
      [],
      [],
      ['augmentation changed'],
    ]);
    expect(schemes.map((trained) => changes({ projection: 'pca' }, trained))).toEqual([
      [],
      ['UMAP → PCA distances'],
      [],
    ]);
    expect(changes({ selection_scheme: 'DS', batch_size: 5, predict_with: 'IL' }, il)).toEqual([]);
  });

  it('by the projection is none while distances are measured in the original images', () => {
    const original: SessionConfig = { ...config, distance_space: 'original' };
    expect(changesBetween(original, { ...original, projection: 'pca' }, il, names)).toEqual([]);
    expect(changes({ distance_space: 'original' }, il)).toEqual(['UMAP → original images distances']);
  });

  it('by options is one of the classifier in use, and of the map where distances are measured on it', () => {
    const options = {
      'classifiers.cnn': { dropout: 0.2 },
      'classifiers.logistic_regression': { learning_rate: 0.1 },
      'projections.umap': { min_dist: 0.3 },
      'training.IL': { k: 3 },
    };
    expect(changes({ options }, sil)).toEqual(['options of CNN changed']);
    expect(changes({ options }, il)).toEqual([
      'options of IL changed',
      'options of CNN changed',
      'options of UMAP changed',
    ]);
    expect(changes({ options, projection: 'pca', classifier: 'logistic_regression' }, il)).toEqual([
      'CNN → logistic regression',
      'UMAP → PCA distances',
      'options of IL changed',
    ]);
  });

  it('is marked once for a round, whichever schemes trained it', () => {
    const rounds = [
      round(1, 10, { SIL: 0.4, IDA: 0.5 }),
      round(3, 20, { SIL: 0.6, IDA: 0.7 }, logistic),
      round(4, 30, { SIL: 0.6 }, logistic),
      round(5, 40, { SIL: 0.6, IL: 0.3, IDA: 0.7 }, logistic),
    ];
    const marks = changeMarks(rounds, schemes, names);
    expect(marks.map(describeMark)).toEqual(['CNN → logistic regression at round 3']);
    expect(marks[0]?.after).toBe(1);
  });
});

describe('the plot', () => {
  const rounds = [
    round(1, 10, { SIL: 0.4 }),
    round(2, 20, { SIL: 0.6 }),
    round(3, 20, { SIL: 0.5 }, logistic),
  ];

  it('runs from 0 to 100%, from 0 labels, and has all rounds inside', () => {
    const plot = plotOf(rounds, 'labels', 400, 200);
    expect(plot.y(1)).toBeLessThan(plot.y(0));
    expect(plot.y(0)).toBe(plot.bottom);
    expect(plot.x(0)).toBe(MARGIN.left);
    expect(plot.x(20)).toBeLessThanOrEqual(plot.right);
    expect(pathOf(effortSegments(rounds, 'labels')[0] ?? [], plot)).toMatch(/^M[\d.]+,[\d.]+L/);
    const byRound = plotOf(rounds, 'rounds', 400, 200);
    expect(byRound.x(1)).toBeGreaterThan(MARGIN.left);
    expect(byRound.x(3)).toBeLessThan(byRound.right);
  });

  it('gives every round a part of its own to click on, round its point', () => {
    for (const axis of ['labels', 'rounds'] as const) {
      const plot = plotOf(rounds, axis, 400, 200);
      const slots = slotsOf(rounds, axis, plot).sort((a, b) => a.left - b.left);
      slots.forEach(({ left, width }, index) => {
        expect(width).toBeGreaterThanOrEqual(10);
        expect(left + width).toBeLessThanOrEqual((slots[index + 1]?.left ?? Infinity) + 1e-9);
      });
      expect(slots.map(({ round: { round: number } }) => number)).toEqual([1, 2, 3]);
    }
  });

  it('writes at a mark what is new, where there is room', () => {
    const marks = changeMarks(rounds, schemes, names);
    const words = (axis: Axis, width: number) =>
      placedMarks(marks, rounds, axis, plotOf(rounds, axis, width, 200)).map(({ anchor, words: written }) => [
        anchor,
        written,
      ]);
    expect(words('rounds', 800)).toEqual([['start', 'logistic regression']]);
    expect(words('labels', 800)).toEqual([['end', 'logistic regression']]);
    expect(words('rounds', 240)).toEqual([['start', 'logistic regr…']]);
    expect(words('rounds', 120)[0]?.[0]).toBeNull();
  });
});

describe('the axis', () => {
  it('is remembered, and labels at first', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    expect(rememberedAxis(storage)).toBe('labels');
    rememberAxis(storage, 'rounds');
    expect(rememberedAxis(storage)).toBe('rounds');
    for (const key of kept.keys()) kept.set(key, 'something older');
    expect(rememberedAxis(storage)).toBe('labels');
  });
});
