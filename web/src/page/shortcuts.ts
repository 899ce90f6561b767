// Keys of the whole page, for what no card has taken.

import { bindings } from '../views/shared/bindings.svelte';
import type { Act, BoardSpec, TrayRequest } from '../views/contract';

type Page = {
  board: () => BoardSpec;
  /** the past is shown, which nothing changes */
  readonly: () => boolean;
  /** models are trained in this session */
  trains: () => boolean;
  /** the sample that is pointed at or in focus */
  pointed: () => number | null;
  act: Act;
  /** what the tray shows; null: closes it */
  tray: (request: TrayRequest | null) => void;
  /** shows or hides the list of keys; hides it where not `toggled`. */
  keys: (toggled: boolean) => void;
};

export function shortcuts(page: Page): (event: KeyboardEvent) => void {
  return (event) => {
    const typing = (event.target as Element | null)?.closest('input, select, textarea');
    if (typing) return;
    if (event.key === '?') page.keys(true);
    else if (event.key === 'Escape') close(page);
    else if (!page.readonly() && !event.defaultPrevented && obeyed(event, page)) event.preventDefault();
  };
}

function obeyed(event: KeyboardEvent, page: Page): boolean {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const control = event.ctrlKey || event.metaKey;
  if (control && key === 'z' && !event.shiftKey) return done(page.act({ kind: 'undo' }));
  if (control && (key === 'y' || key === 'z')) return done(page.act({ kind: 'redo' }));
  return !control && !event.altKey && command(key, page);
}

function close({ keys, tray }: Page): void {
  keys(false);
  tray(null);
}

function command(key: string, { board, trains, pointed, act, tray }: Page): boolean {
  const { stage, selecting } = board();
  const { get, train, like: more } = bindings.bound;
  const sampleId = pointed();
  if (key === '/' && board().texts) return done(tray({ of: 'search', wanted: '', expression: false }));
  if (key === get && !selecting) return done(act(stage.get));
  if (key === train && trains() && !stage.training) return done(act({ kind: 'train' }));
  if (key === more && sampleId !== null) return done(tray({ of: 'like', sampleId }));
  return false;
}

const done = (_asked: unknown): boolean => true;
