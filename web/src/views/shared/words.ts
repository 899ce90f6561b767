// How strongly a word stands out.

/** In percent: below this the ink of a text would no longer be read with ease. */
const MOST = 55;

/** The share of its colour, in percent, of a word of this value, where the strongest word has the value `most`. */
export const shade = (value: number, most: number): number => Math.round((Math.abs(value) / most) * MOST);

/** What speaks for the class in all, and what against it. */
export function summed(pieces: readonly { value: number }[]): { pro: number; contra: number } {
  const sum = (side: (value: number) => boolean) =>
    pieces.filter(({ value }) => side(value)).reduce((total, { value }) => total + value, 0);
  return { pro: sum((value) => value > 0), contra: sum((value) => value < 0) };
}
