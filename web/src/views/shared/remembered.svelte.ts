// A choice about the page that is remembered in this browser, for all sessions.

/** `read`: what another page of this browser has chosen meanwhile. */
export type Remembered<T> = { value: T; read: () => void };

/** `usual` until something else has been chosen. */
export function remembered<T extends boolean | number | string>(name: string, usual: T): Remembered<T> {
  const stored = `activate-va:${name}`;
  let value = $state(read(window.localStorage.getItem(stored), usual));
  return {
    get value() {
      return value;
    },
    set value(chosen: T) {
      value = chosen;
      window.localStorage.setItem(stored, JSON.stringify(chosen));
    },
    read: () => (value = read(window.localStorage.getItem(stored), usual)),
  };
}

/** What was stored, where it is of the kind of `usual`. */
export function read<T extends boolean | number | string>(stored: string | null, usual: T): T {
  if (stored === null) return usual;
  try {
    const found: unknown = JSON.parse(stored);
    return typeof found === typeof usual ? (found as T) : usual;
  } catch (error) {
    if (error instanceof SyntaxError) return usual;
    throw error;
  }
}
