// How sure a share is that was seen in a random sample, as measures/accuracy.py reckons it.

/** The 97.5 % point of the normal distribution. */
const NORMAL_975 = 1.959963984540054;

/** Wilson's 95 % interval for `right` of `samples`, in [0, 1]; all of it where there is none. */
export function wilson(right: number, samples: number): [number, number] {
  if (samples === 0) return [0, 1];
  const squared = NORMAL_975 ** 2;
  const half = NORMAL_975 * Math.sqrt((right * (samples - right)) / samples + squared / 4);
  const end = (sign: number) => (right + squared / 2 + sign * half) / (samples + squared);
  return [Math.max(0, end(-1)), Math.min(1, end(1))];
}

/** Half the width of that interval where this share of so many is right. */
export function halfWidth(share: number, samples: number): number {
  const [low, high] = wilson(share * samples, samples);
  return (high - low) / 2;
}
