// Learning curves of several selections in one plot: colours part these, marks the training schemes.

import { classColour } from '../views/shared/colours';
import { markOf } from '../views/shared/marks';
import type { Curve, DrawnAs } from './types';

export const MOST_TOGETHER = 8;
/** Of policies; those of classes that stand out from one another, as no picture here has classes in colour. */
const COLOURS = [0, 2, 3, 4].map(classColour);

/** The colour of a policy by its place among those of the study. */
export const policyColour = (at: number): string => COLOURS[at] ?? '#888888';

/** Whether one plot can hold the curves of each group, and would say more than one for each policy. */
export function fitTogether(groups: readonly (readonly Curve[])[]): boolean {
  const policies = new Set(groups.flat().map(({ policy }) => policy)).size;
  return policies > 1 && policies <= COLOURS.length && groups.every((own) => own.length <= MOST_TOGETHER);
}

/** How a plot of all of them draws each. */
export function togetherAs(curves: readonly Curve[]): DrawnAs {
  const policies = [...new Set(curves.map(({ policy }) => policy))];
  return ({ policy, training_scheme }) => ({
    says: `${policy} · ${training_scheme}`,
    colour: policyColour(policies.indexOf(policy)),
    mark: markOf(training_scheme),
  });
}
