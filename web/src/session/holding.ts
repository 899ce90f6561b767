// Who has which samples in hand: this page tells what it has, and knows what others tell as long as they tell it anew.

import type { BoardSpec, HolderSpec } from '../views/contract';
import { self } from './self';

/** What one page has in hand. `name`: of the account; null where there are none. It passes by and is in no log. */
export type Holding = { client: string; actor: string; name: string | null; sample_ids: readonly number[] };
/** Who has a sample in hand, of those who came first to it. */
export type Holder = Pick<Holding, 'actor' | 'name'>;
export type Held = ReadonlyMap<number, readonly Holder[]>;

/** Milliseconds. Less than this nobody is told of: a key that runs over cards takes none of them in hand. */
export const STAYS_FOR = 150;
/** Until it is told anew. */
export const ANEW_AFTER = 4_000;
/** Until who is not heard of any more has let go: told anew once in vain, it stands. */
export const LAPSES_AFTER = 10_000;
/** Without pointer or key, after which nobody is there to answer. */
export const LEFT_AFTER = 60_000;
/** As many as the server takes. */
const MOST = 200;

const NONE: readonly number[] = [];
export const NOBODY: Held = new Map();

const alike = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

/** What this page has in hand. `tell` sends it and never rejects; one telling follows the other. */
export class InHand {
  #tell: (sampleIds: readonly number[]) => Promise<void>;
  #wanted = NONE;
  #told = NONE;
  #telling = false;
  #away = false;
  #seenAt = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (sampleIds: readonly number[]) => Promise<void>) {
    this.#tell = tell;
  }

  /** These and no others; none: lets go. */
  hold(sampleIds: readonly number[]): void {
    if (alike(sampleIds, this.#wanted)) return;
    this.#wanted = sampleIds.slice(0, MOST);
    this.#next(STAYS_FOR);
  }

  /** A pointer or a key was used. */
  seen(): void {
    this.#seenAt = Date.now();
    if (!this.#away) return;
    this.#away = false;
    this.#next(STAYS_FOR);
  }

  /** The page is not looked at any more, or goes: it lets go at once, for there may be no later. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#away = true;
    if (this.#told.length > 0) void this.#say(NONE);
  }

  #next(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#speak(), milliseconds);
  }

  async #speak(): Promise<void> {
    if (this.#telling) return;
    if (Date.now() - this.#seenAt >= LEFT_AFTER) this.#away = true;
    const now = this.#away ? NONE : this.#wanted;
    if (now.length === 0 && this.#told.length === 0) return;
    this.#telling = true;
    await this.#say(now);
    this.#telling = false;
    if (!this.#away) this.#next(alike(this.#wanted, now) ? ANEW_AFTER : 0);
  }

  #say(sampleIds: readonly number[]): Promise<void> {
    this.#told = sampleIds;
    return this.#tell(sampleIds);
  }
}

/** What others have in hand. `changed` is called where it is not what it was. */
export class Others {
  #own: string;
  #changed: (held: Held) => void;
  #by = new Map<string, Holding & { lapse: ReturnType<typeof setTimeout> }>();

  /** `own`: the client that this page is. */
  constructor(own: string, changed: (held: Held) => void) {
    this.#own = own;
    this.#changed = changed;
  }

  receive(holding: Holding): void {
    const { client, sample_ids: sampleIds } = holding;
    if (client === this.#own) return;
    const before = this.#by.get(client);
    clearTimeout(before?.lapse);
    if (sampleIds.length === 0) this.#by.delete(client);
    else this.#by.set(client, { ...holding, lapse: setTimeout(() => this.#drop(client), LAPSES_AFTER) });
    const renamed = before !== undefined && before.actor !== holding.actor;
    if (renamed || !alike(before?.sample_ids ?? NONE, sampleIds)) this.#changed(this.#held());
  }

  #drop(client: string): void {
    this.#by.delete(client);
    this.#changed(this.#held());
  }

  #held(): Held {
    const held = new Map<number, Holder[]>();
    for (const { actor, name, sample_ids: sampleIds } of this.#by.values())
      for (const id of sampleIds) held.set(id, [...(held.get(id) ?? []), { actor, name }]);
    return held;
  }
}

/** How the page says it; of who has several pages open, and where nobody is named, it is another page. */
export function holderSpec(holders: readonly Holder[]): HolderSpec {
  const others = holders.filter(({ actor }) => actor !== self.actor);
  const names = [...new Set(others.flatMap(({ name }) => name ?? []))];
  const by = names.length > 0 ? `by ${names.join(' and ')}` : 'in another page';
  return { says: `held ${by}`, initials: names[0] === undefined ? null : initialsOf(names[0]) };
}

/** "AL" of ada.lovelace@example.org, "AD" of ada */
function initialsOf(name: string): string {
  const [first = '', second] = name.split('@')[0]?.split(/[._\- ]+/) ?? [];
  const letters = second ? [[...first][0], [...second][0]] : [...first].slice(0, 2);
  return letters.join('').toUpperCase();
}

export const holderSpecs = (held: Held): BoardSpec['holders'] =>
  new Map([...held].map(([sampleId, holders]) => [sampleId, holderSpec(holders)]));
