// How numbers read on the page.

const whole = new Intl.NumberFormat('en');

/** 55,000 */
export const count = (value: number): string =>
  Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : whole.format(value); // Formatting takes a millisecond.

/** 87% of a fraction in [0, 1]; – where it is not known */
export const percent = (fraction: number, digits = 0): string =>
  Number.isNaN(fraction) ? '–' : `${(fraction * 100).toFixed(digits)}%`;

/** 1 sample, 2 samples */
export const plural = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
