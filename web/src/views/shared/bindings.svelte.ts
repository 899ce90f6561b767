// Keys that a person may change; what is changed is remembered in this browser.

/** `key` as KeyboardEvent.key has it, in lower case where it is a letter. */
export const COMMANDS = {
  get: { key: 'g', does: 'get samples' },
  train: { key: 't', does: 'train' },
  like: { key: 'm', does: 'show more samples like the one pointed at or in focus' },
  confirm: { key: 'Enter', does: 'confirm what the machine says of the card, and go on to the next' },
  back: { key: 'Backspace', does: 'go back to the card before' },
  return: { key: 'Delete', does: 'put the sample back into the unlabelled strip' },
} as const;

export type Command = keyof typeof COMMANDS;
/** The key of each command. */
export type Bound = Record<Command, string>;

const STORED = 'activate-va:keys';
const NAMES = Object.keys(COMMANDS) as Command[];

export const usualKeys = (): Bound => {
  const { get, train, like, confirm, back, return: away } = COMMANDS;
  return {
    get: get.key,
    train: train.key,
    like: like.key,
    confirm: confirm.key,
    back: back.key,
    return: away.key,
  };
};

/** What was stored, as far as it is known commands with keys of their own; the usual key for each other. */
export function readBound(stored: string | null): Bound {
  const usual = usualKeys();
  try {
    const read = JSON.parse(stored ?? '{}') as Partial<Record<Command, unknown>>;
    const bound = { ...usual };
    for (const name of NAMES) {
      const key = read[name];
      if (typeof key === 'string' && key !== '') bound[name] = key;
    }
    const keys = Object.values(bound);
    return keys.every((key, index) => keys.indexOf(key) === index) ? bound : usual;
  } catch (error) {
    if (error instanceof SyntaxError) return usual;
    throw error;
  }
}

/** With the key for this command; the command that had it takes the key that this one had. */
export function rebound(bound: Bound, command: Command, key: string): Bound {
  const taken = NAMES.find((name) => bound[name] === key);
  return { ...bound, ...(taken ? { [taken]: bound[command] } : {}), [command]: key };
}

class Bindings {
  bound = $state.raw<Bound>(usualKeys());

  load(): void {
    this.bound = readBound(window.localStorage.getItem(STORED));
  }

  bind(command: Command, key: string): void {
    this.bound = rebound(this.bound, command, key);
    window.localStorage.setItem(STORED, JSON.stringify(this.bound));
  }

  reset(): void {
    this.bound = usualKeys();
    window.localStorage.removeItem(STORED);
  }
}

export const bindings = new Bindings();
