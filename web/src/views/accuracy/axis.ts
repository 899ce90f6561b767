// What the plot's horizontal axis counts; the browser remembers it.

export const AXES = ['labels', 'rounds'] as const;
export type Axis = (typeof AXES)[number];

const KEY = 'activate-va:accuracy-axis';

/** Labels, where nothing is remembered or something else is. */
export const rememberedAxis = (storage: Pick<Storage, 'getItem'>): Axis =>
  AXES.find((axis) => axis === storage.getItem(KEY)) ?? 'labels';

export const rememberAxis = (storage: Pick<Storage, 'setItem'>, axis: Axis): void =>
  storage.setItem(KEY, axis);
