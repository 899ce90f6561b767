// Follows a session live: what was missed first, then each event as it happens; after a break, again from there.

import { backoff } from './intents';
import type { Holding } from './holding';
import type { SessionEvent } from './types';

/** How far a running round is; passes by and is in no log. `training_scheme` null: the round as a whole. */
export type Progress = { round: number; training_scheme: string | null; stage: string; fraction: number };
/** `elapsed`: seconds since the scheme was first heard of in that round. */
export type Timed = Progress & { elapsed: number };

type Wiring = {
  sessionId: string;
  /** the last seq that has been folded in */
  after: () => number;
  /** fetches and folds in what was missed; rejects while the server cannot be reached */
  catchUp: () => Promise<void>;
  event: (event: SessionEvent) => void;
  progress: (progress: Progress) => void;
  holding: (holding: Holding) => void;
  live: (live: boolean) => void;
};

/** Follows until the returned function is called. */
export function follow(wiring: Wiring): () => void {
  let stopped = false;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function open(): void {
    if (stopped) return;
    source = new EventSource(`/api/sessions/${wiring.sessionId}/stream?after=${wiring.after()}`);
    source.onopen = () => {
      failures = 0;
      wiring.live(true);
    };
    source.addEventListener('event', ({ data }) => wiring.event(JSON.parse(data as string) as SessionEvent));
    source.addEventListener('progress', ({ data }) =>
      wiring.progress(JSON.parse(data as string) as Progress),
    );
    source.addEventListener('holding', ({ data }) => wiring.holding(JSON.parse(data as string) as Holding));
    source.onerror = again;
  }

  function again(): void {
    source?.close();
    wiring.live(false);
    if (stopped) return;
    failures += 1;
    timer = setTimeout(() => void wiring.catchUp().then(open, again), backoff(failures));
  }

  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
  };
}
