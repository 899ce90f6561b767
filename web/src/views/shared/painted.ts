// What a script draws in the page's colours is drawn anew when these change.

import { createSubscriber } from 'svelte/reactivity';

/** Called in an effect, runs it again when the page becomes light or dark. */
export const followColours = createSubscriber((update) => {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(update);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  system.addEventListener('change', update);
  return () => {
    chosen.disconnect();
    system.removeEventListener('change', update);
  };
});
