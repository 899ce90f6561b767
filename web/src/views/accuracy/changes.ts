// What makes the model of one round another than that of the round before, beside its labels: results on the two
// sides of such a change are no one line.

import type { OptionSpec, SchemeSpec, SessionConfig } from '../contract';

/** `to` is short, for the plot; `says` names both sides: "CNN → logistic regression". */
export type Change = { to: string; says: string };

/** What the catalogue calls classifiers, projections and feature spaces. */
export type Names = {
  classifiers: readonly OptionSpec[];
  projections: readonly OptionSpec[];
  spaces: readonly OptionSpec[];
};

/** The options that matter to the scheme and differ; none: both configurations train the same model. */
export function changesBetween(
  before: SessionConfig,
  after: SessionConfig,
  { name, uses }: SchemeSpec,
  names: Names,
): Change[] {
  const distances = (config: SessionConfig) =>
    config.distance_space === 'projection'
      ? titleOf(names.projections, config.projection)
      : titleOf(names.spaces, config.distance_space).toLowerCase();
  const options = (config: SessionConfig, key: string) => JSON.stringify(config.options[key] ?? {});
  const others = (key: string, titled: string): Change[] =>
    options(before, key) === options(after, key)
      ? []
      : [{ to: 'options', says: `options of ${titled} changed` }];
  const onMap = uses.includes('distance_space') && after.distance_space === 'projection';
  const augmented = (config: SessionConfig) => JSON.stringify(config.augmentation);
  return [
    ...changed(titleOf(names.classifiers, before.classifier), titleOf(names.classifiers, after.classifier)),
    ...changed(before.epochs, after.epochs, ' epochs'),
    ...changed(before.precision, after.precision, ' precision'),
    ...(uses.includes('distance_space') ? changed(distances(before), distances(after), ' distances') : []),
    ...others(`training.${name}`, name),
    ...(before.classifier === after.classifier
      ? others(`classifiers.${after.classifier}`, titleOf(names.classifiers, after.classifier))
      : []),
    ...(onMap && distances(before) === distances(after)
      ? others(`projections.${after.projection}`, titleOf(names.projections, after.projection))
      : []),
    ...(uses.includes('augmentation') && augmented(before) !== augmented(after)
      ? [{ to: 'augmentation', says: 'augmentation changed' }]
      : []),
  ];
}

function changed(before: string | number, after: string | number, noun = ''): Change[] {
  if (before === after) return [];
  return [{ to: `${after}${noun}`, says: `${before} → ${after}${noun}` }];
}

const titleOf = (options: readonly OptionSpec[], name: string): string =>
  options.find((option) => option.name === name)?.title ?? name;
