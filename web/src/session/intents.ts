// Everything a person does becomes an intent: queued, kept in the browser until the server has it, sent in
// order, and sent again with the same key when an answer was lost.

import { newKey } from './key';
import { self } from './self';
import type { GuidelineText } from '../views/shared/guideline';
import type { StepName } from './steps';
import type { SessionConfig } from './types';

export type ConfigPatch = Partial<SessionConfig>;

/**
 * What a person asks for. `confidence` null: none was stated. `classIndices`: where each sample was seen when it was
 * confirmed. `relabel`: labels too.
 * `draw`: samples by lot, to be labelled and held out. `step`: what is undone or redone; the store names it where a view does not.
 */
export type Action =
  | { kind: 'place'; sampleId: number; classIndex: number; confidence: number | null }
  | { kind: 'label'; sampleIds: number[]; classIndex: number; confidence: number | null; relabel?: boolean }
  | { kind: 'return'; sampleId: number }
  | { kind: 'confirm'; sampleIds: number[]; classIndices?: number[] }
  | { kind: 'undo'; step?: StepName }
  | { kind: 'redo'; step?: StepName }
  | { kind: 'configure'; patch: ConfigPatch }
  | { kind: 'query'; scheme: string; count: number }
  | { kind: 'search'; wanted: string; expression: boolean; count: number }
  | { kind: 'pick'; sampleIds: number[] }
  | { kind: 'draw'; heldOutFor: 'evaluation' | 'validation'; count: number }
  | { kind: 'publish_guideline'; guideline: GuidelineText }
  | { kind: 'train' }
  | { kind: 'cancel' };

/**
 * `at` is milliseconds since the epoch, `t` the same by a clock that is not set back while the page is open; both are kept
 * with the event, so that reaction times can be had. `key` goes to the server as `Idempotency-Key`.
 * `name`: in whose name it was done, '' in nobody's; undefined where people have accounts.
 */
export type Intent = { key: string; at: number; t?: number; name?: string; action: Action };

/** `settledAt`: the seq of the event that answers the intent, known before the event has been folded in. */
export type Pending = Intent & { settledAt: number | null };

export type Failure = { error: string; detail: string; hint: string };

/** What came of one sending. `lost`: no answer, or one that says to try later. */
export type Outcome =
  | { kind: 'done'; seq: number | null }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'broken'; failure: Failure }
  | { kind: 'lost' };

export type Saving = 'saved' | 'saving' | 'offline';

/** A `broken` answer (status 500) is tried this often before the intent is given up with a notice. */
const BROKEN_TRIES = 4;
const LONGEST_WAIT = 2000;

export const backoff = (failures: number): number => Math.min(LONGEST_WAIT, 250 * 2 ** failures);

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

type Wiring = {
  sessionId: string;
  storage: Storage;
  send: (intent: Intent) => Promise<Outcome>;
  refused: (intent: Intent, failure: Failure) => void;
  changed: (queue: IntentQueue) => void;
  wait?: (milliseconds: number, wake: AbortSignal) => Promise<void>;
};

export class IntentQueue {
  /** Intents not yet visible in the folded log, oldest first. */
  pending: readonly Pending[] = [];
  saving: Saving = 'saved';
  #wiring: Wiring;
  #prefix: string;
  #pumping = false;
  #stopped = false;
  #wake = new AbortController();

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
    this.#prefix = `activate-va:intent:${wiring.sessionId}:`;
    this.pending = this.#restored();
  }

  /** Intents the server has not acknowledged. */
  get waiting(): readonly Pending[] {
    return this.pending.filter((intent) => intent.settledAt === null);
  }

  /** Sends what an earlier page left behind. */
  start(): void {
    void this.#pump();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake.abort();
  }

  /** Try again now, for instance because the connection came back. */
  wake(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  add(action: Action): void {
    const t = performance.timeOrigin + performance.now();
    const name = self.name !== undefined && { name: self.name };
    const intent: Intent = { key: newKey(), at: this.#later(Date.now()), t, ...name, action };
    this.#wiring.storage.setItem(this.#prefix + intent.key, JSON.stringify(intent));
    this.#set([...this.pending, { ...intent, settledAt: null }]);
    void this.#pump();
  }

  /** The log has reached `seq`; `clientKey` is the key of its last event, when a page sent it. */
  folded(seq: number, clientKey: string | null): void {
    const left = this.pending.filter(
      ({ key, settledAt }) => key !== clientKey && (settledAt === null || settledAt > seq),
    );
    if (left.length === this.pending.length) return;
    if (clientKey) this.#forget(clientKey);
    this.#set(left);
  }

  /** Intents that a new page finds are sorted by their times: two of one millisecond would lose their order. */
  #later(now: number): number {
    return Math.max(now, (this.pending.at(-1)?.at ?? 0) + 1);
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    let failures = 0;
    for (let next = this.waiting[0]; next && !this.#stopped; next = this.waiting[0]) {
      if (failures === 0) this.#say('saving');
      const { settledAt: _, ...intent } = next;
      const outcome = await this.#wiring.send(intent);
      failures = this.#settle(next, outcome, failures) ? 0 : failures + 1;
      if (failures > 0) await this.#pause(outcome, failures);
    }
    this.#pumping = false;
    if (!this.#stopped) this.#say('saved');
  }

  async #pause(outcome: Outcome, failures: number): Promise<void> {
    if (outcome.kind === 'lost') this.#say('offline');
    await (this.#wiring.wait ?? pause)(backoff(failures), this.#wake.signal);
  }

  /** True when the intent is through, one way or the other. */
  #settle(intent: Pending, outcome: Outcome, failures: number): boolean {
    if (outcome.kind === 'lost' || (outcome.kind === 'broken' && failures + 1 < BROKEN_TRIES)) return false;
    this.#forget(intent.key);
    if (outcome.kind === 'done' && outcome.seq !== null) {
      const { seq } = outcome;
      this.#set(this.pending.map((p) => (p.key === intent.key ? { ...p, settledAt: seq } : p)));
    } else {
      this.#drop(intent.key);
    }
    if (outcome.kind === 'refused' || outcome.kind === 'broken')
      this.#wiring.refused(intent, outcome.failure);
    return true;
  }

  /** Without what undoes or redoes it, which has nothing left to turn. */
  #drop(refused: string): void {
    const turns = ({ action }: Pending) =>
      (action.kind === 'undo' || action.kind === 'redo') &&
      action.step !== undefined &&
      'key' in action.step &&
      action.step.key === refused;
    const gone = this.pending.filter((intent) => intent.key === refused || turns(intent));
    gone.forEach(({ key }) => this.#forget(key));
    this.#set(this.pending.filter((intent) => !gone.includes(intent)));
  }

  #set(pending: readonly Pending[]): void {
    this.pending = pending;
    this.#wiring.changed(this);
  }

  #say(saving: Saving): void {
    this.saving = saving;
    this.#wiring.changed(this);
  }

  #forget(key: string): void {
    this.#wiring.storage.removeItem(this.#prefix + key);
  }

  /** Each intent lies under its own storage key, so that two tabs never overwrite each other's. */
  #restored(): Pending[] {
    const { storage } = this.#wiring;
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
    return keys
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => ({ ...(JSON.parse(storage.getItem(key) ?? '') as Intent), settledAt: null }))
      .sort((a, b) => a.at - b.at);
  }
}

function pause(milliseconds: number, wake: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    wake.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
