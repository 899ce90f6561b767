// Light or dark: as the system has it, until the person chooses; remembered in this browser.

import { remembered } from '../views/shared/remembered.svelte';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const chosen = remembered<string>('theme', 'auto');

export const theme = {
  get value(): Theme {
    return THEMES.find((name) => name === chosen.value) ?? 'auto';
  },
  set value(name: Theme) {
    chosen.value = name;
    paint();
  },
};

/** Every colour of the page follows the root's colour scheme. */
export function paint(): void {
  document.documentElement.dataset.theme = theme.value;
}
