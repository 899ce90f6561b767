// The one store: the truth as the server's events leave it, the intents on top, and what the views point at.

import { answered, api, ServerError, type Failure } from '../api/client';
import { tellHolding } from '../api/holding';
import { send } from '../api/send';
import type { Clause } from '../views/contract';
import { InHand, NOBODY, Others } from './holding';
import { IntentQueue, type Action, type Pending, type Saving } from './intents';
import { newKey } from './key';
import { Log } from './log';
import { overlay } from './overlay';
import { published, resolved, withdrawn, type Clauses } from './selection';
import { lastStep, nameOf, type Turn } from './steps';
import { follow, type Progress, type Timed } from './stream';
import type { PayloadOf, SessionEvent, SessionState } from './types';

/** `about`: what was asked for and refused; the notice goes when it is asked for again. */
export type Notice = Failure & { id: number; about: Action['kind'] | null };

const MOST_NOTICES = 4;

const alike = (before: readonly Pending[], now: readonly Pending[]): boolean =>
  before.length === now.length && before.every(({ key }, index) => key === now[index]?.key);

export class SessionStore {
  truth = $state.raw<SessionState | null>(null);
  /** those whose events have not come */
  pending = $state.raw<readonly Pending[]>([]);
  /** how many the server has not taken */
  waiting = $state(0);
  saving = $state<Saving>('saved');
  live = $state(false);
  unauthorised = $state(false);
  /** of the running round, by training scheme */
  progress = $state.raw<Readonly<Record<string, Timed>>>({});
  lastQuery = $state.raw<PayloadOf<'samples_queried'> | null>(null);
  /** what others have in hand */
  held = $state.raw(NOBODY);
  notices = $state.raw<readonly Notice[]>([]);
  #clauses = $state.raw<Clauses>([]);
  /** The same: an effect that is torn down, and publishes then, reads state as it was before. */
  #newest: Clauses = [];
  readonly selection = $derived(resolved(this.#clauses));
  readonly shown = $derived(this.truth && overlay(this.truth, this.pending));

  /** the whole log so far, event 1 first */
  readonly history: SessionEvent[] = [];

  readonly #client = newKey();
  readonly inHand = new InHand((sampleIds) => tellHolding(this.sessionId, this.#client, sampleIds));
  #others = new Others(this.#client, (held) => (this.held = held));
  #log = new Log();
  #queue: IntentQueue;
  #noticed = 0;
  /** when each scheme of the running round was first heard of to train, in ms */
  #begun: Record<string, number> = {};

  constructor(readonly sessionId: string) {
    this.#queue = new IntentQueue({
      sessionId,
      storage: window.localStorage,
      send: (intent) => send(sessionId, intent, () => (this.unauthorised = true)),
      refused: ({ action }, failure) => this.notify(failure, action.kind),
      changed: ({ pending, waiting, saving }) => {
        // That the server has taken one changes nothing that is shown: its event does.
        if (!alike(this.pending, pending)) this.pending = pending;
        this.waiting = waiting.length;
        this.saving = saving;
      },
    });
    this.pending = this.#queue.pending;
    this.waiting = this.#queue.waiting.length;
  }

  /** Loads the log, then follows it. Rejects when the session cannot be read. Returns how to stop. */
  async open(): Promise<() => void> {
    await this.#catchUp();
    this.#queue.start();
    const stop = follow({
      sessionId: this.sessionId,
      after: () => this.truth?.seq ?? 0,
      catchUp: () => this.#catchUp(),
      event: (event) => this.#receive([event]),
      progress: (progress) => this.#advance(progress),
      holding: (holding) => this.#others.receive(holding),
      live: (live) => this.#connected(live),
    });
    const online = () => this.#queue.wake();
    window.addEventListener('online', online);
    return () => {
      stop();
      this.inHand.leave();
      this.#queue.stop();
      window.removeEventListener('online', online);
    };
  }

  act = (action: Action): void => {
    this.notices = this.notices.filter(({ about }) => about !== action.kind);
    const named = action.kind === 'undo' || action.kind === 'redo' ? this.#named(action) : action;
    if (named) this.#queue.add(named);
  };

  /** The turn of the step that is the last one as the page shows it; null: there is none. */
  #named({ kind }: { kind: Turn }): Action | null {
    const step = this.shown && lastStep(this.shown, kind);
    return step ? { kind, step: nameOf(step) } : null;
  }

  publish = (clause: Clause): void => {
    this.#point(published(this.#newest, clause));
  };

  #point(clauses: Clauses): void {
    this.#newest = clauses;
    this.#clauses = clauses;
  }

  /** Another state of the session is shown: what was pointed at, opened or filtered is not of it. */
  pointAtNothing(): void {
    this.#point([]);
  }

  /** Shows a failure; one that is shown already is not shown twice. */
  notify(failure: Failure, about: Notice['about'] = null): void {
    this.#noticed += 1;
    const others = this.notices.filter(({ detail }) => detail !== failure.detail);
    this.notices = [...others, { ...failure, id: this.#noticed, about }].slice(-MOST_NOTICES);
  }

  /** What this kind of failure was about has come: it is said no longer. */
  settled(kind: string): void {
    this.notices = this.notices.filter(({ error }) => error !== kind);
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  async #catchUp(): Promise<void> {
    const params = { path: { session_id: this.sessionId }, query: { after: this.truth?.seq ?? 0 } };
    try {
      const { events } = await answered(api.GET('/api/sessions/{session_id}/events', { params }));
      this.#receive(events);
    } catch (error) {
      if (error instanceof ServerError && error.status === 401) this.unauthorised = true;
      throw error;
    }
  }

  #connected(live: boolean): void {
    this.live = live;
    if (live) this.#queue.wake();
  }

  #receive(events: readonly SessionEvent[]): void {
    const folded = this.#log.receive(events);
    if (folded.length === 0) return;
    this.truth = this.#log.state;
    for (const event of folded) this.#note(event);
  }

  /** What an event means to the page beside the state. */
  #note(event: SessionEvent): void {
    const { seq, client_key, payload } = event;
    this.history.push(event);
    this.#queue.folded(seq, client_key ?? null);
    if (payload.kind === 'samples_queried') this.lastQuery = payload;
    if (payload.kind === 'round_started') {
      this.progress = {};
      this.#begun = {};
      this.#point(withdrawn(this.#newest, 'round'));
    }
  }

  #advance(progress: Progress): void {
    const { training_scheme } = progress;
    if (!training_scheme) return;
    const now = performance.now();
    const begun = this.#begun[training_scheme] ?? now;
    if (progress.fraction > 0) this.#begun[training_scheme] = begun;
    const timed = { ...progress, elapsed: (now - begun) / 1000 };
    this.progress = { ...this.progress, [training_scheme]: timed };
  }
}
