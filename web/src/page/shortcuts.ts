// What a key asks of the page, wherever the focus is.

import { bindings } from '../views/shared/bindings.svelte';

export type Command = 'get' | 'train' | 'undo' | 'redo';

/** null: nothing, as while somebody types or another view has taken the key. */
export function asksFor(event: KeyboardEvent): Command | 'keys' | 'close' | null {
  if ((event.target as Element | null)?.closest('input, select, textarea')) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === '?') return 'keys';
  if (key === 'Escape') return 'close';
  if (event.ctrlKey || event.metaKey) return turned(key, event.shiftKey);
  if (event.altKey || event.defaultPrevented) return null;
  return key === bindings.bound.get ? 'get' : key === bindings.bound.train ? 'train' : null;
}

const turned = (key: string, shift: boolean): Command | null =>
  key === 'z' && !shift ? 'undo' : key === 'y' || key === 'z' ? 'redo' : null;
