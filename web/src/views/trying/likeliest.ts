// The classes that a model names first.

export type Likely = { index: number; probability: number };

/** The two most probable; of equally probable ones the first comes first. */
export const likeliest = (probabilities: readonly number[]): Likely[] =>
  probabilities
    .map((probability, index) => ({ index, probability }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, 2);
