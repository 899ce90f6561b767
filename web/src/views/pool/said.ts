// What is said of a sample of the map in words: by whoever labelled it, and by the machine.

import type { PoolSpec } from '../contract';
import { STATUSES } from '../shared/colours';
import { percent } from '../shared/numbers';

const NO_CLASS = 65535;

type Known = Pick<PoolSpec, 'board' | 'classes' | 'predictions'>;
type Opinion = { classIndex: number; confidence: number };

/** Its status with the class and the confidence it stands at, then what the machine says where that is something else. */
export function saidOf(sampleId: number, { board, classes, predictions }: Known): string[] {
  const placed = board.get(sampleId);
  const words = ({ classIndex, confidence }: Opinion) =>
    `${classes[classIndex]?.name ?? classIndex} at ${percent(confidence)}`;
  const machine = placed?.prediction ?? predicted(sampleId, predictions);
  const says = machine ? [`machine: ${words(machine)}`] : [];
  if (!placed) return [...says, 'Shift click picks'];
  const { classIndex, confidence, status } = placed;
  const { title } = STATUSES[status];
  if (classIndex === null || confidence === null) return [title, ...says];
  const own = `${title}: ${words({ classIndex, confidence })}`;
  return status === 'predicted' ? [own] : [own, ...says];
}

function predicted(sampleId: number, predictions: PoolSpec['predictions']): Opinion | null {
  const classIndex = predictions?.classes[sampleId] ?? NO_CLASS;
  return classIndex === NO_CLASS
    ? null
    : { classIndex, confidence: (predictions?.confidences[sampleId] ?? 0) / 255 };
}
