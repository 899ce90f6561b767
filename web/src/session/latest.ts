// The one place where stale answers are dropped: of several overlapping requests only the newest counts.

/** Runs a task; resolves to its value, or to `null` when a newer call has overtaken it. Errors of stale tasks
 * are dropped with their answers, those of the newest are thrown. */
export type Latest = <T>(task: (signal: AbortSignal) => Promise<T>) => Promise<{ value: T } | null>;

export function latest(): Latest {
  let current: AbortController | null = null;
  return async (task) => {
    current?.abort();
    const mine = new AbortController();
    current = mine;
    try {
      const value = await task(mine.signal);
      return mine.signal.aborted ? null : { value };
    } catch (error) {
      if (mine.signal.aborted) return null;
      throw error;
    }
  };
}
