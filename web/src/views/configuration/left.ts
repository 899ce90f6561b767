// The time that a scheme still trains, in words.

/** "40 s left", "3 min left" */
export function leftSaid(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 100 ? `${whole} s left` : `${Math.round(whole / 60)} min left`;
}
