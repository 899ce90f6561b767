// What is shown of classes that are rare.

type WithInterval = { value: number; low: number; high: number } | null;

/** Null where no class is rare, or nothing was evaluated. How well each class is told from the others, and how many samples of it the model was evaluated `on`. */
export type RareClassesSpec = {
  on: string;
  /** index of the class with fewest samples */
  rarest: number;
  classes: { name: string; samples: number; f1: WithInterval; auc: WithInterval }[];
};
