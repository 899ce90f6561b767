// How long a scheme will still train.

/** From here on its own pace says more than the round before did. */
const OWN_PACE = 0.25;
/** Before, without a round to go by, nothing is said. */
const TOO_EARLY = 0.08;

/**
 * Seconds, by its own pace or by what it took in the last round that trained it; null: too early to say. `fraction` in
 * [0, 1] is done in `elapsed` seconds; `before`: seconds, null where no round has trained it.
 */
export function secondsLeft(fraction: number, elapsed: number, before: number | null): number | null {
  if (before !== null && fraction < OWN_PACE) return Math.max(0, before - elapsed);
  return fraction < TOO_EARLY ? null : (elapsed * (1 - fraction)) / fraction;
}
