// The area under a learning curve, as evaluation/area.py takes it: the curve's mean height.

export type Reached = { labels: number; accuracy: number };

/** By trapezoids over the range of labels, divided by its width, in [0, 1]; null for fewer than two numbers of labels.
 * Where labels fall, after an undo, the curve begins anew. */
export function areaUnder(rounds: readonly Reached[]): { area: number; from: number; to: number } | null {
  const begun = rounds.findLastIndex(({ labels }, index) => labels < (rounds[index - 1]?.labels ?? 0));
  const curve = rounds.slice(Math.max(0, begun));
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last || first.labels === last.labels) return null;
  const area = curve.slice(1).reduce((sum, { labels, accuracy }, index) => {
    const before = curve[index] ?? first;
    return sum + ((labels - before.labels) * (accuracy + before.accuracy)) / 2;
  }, 0);
  return { area: area / (last.labels - first.labels), from: first.labels, to: last.labels };
}
