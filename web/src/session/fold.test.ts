import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { effortOf } from './counts';
import { apply, continued, fold } from './fold';
import type { SessionEvent, SessionState, Step } from './types';
import * as old from './version1.fixture';

type View = Record<string, unknown> & { board: Record<string, unknown> };
type TwinLog = { events: SessionEvent[]; differences: View[] };

const fixture = (name: string) => readFileSync(new URL(`../../../tests/fixtures/${name}`, import.meta.url));
/** Fault scripts give the logs of a server that was killed in place of those that are kept. */
const { TWIN_LOGS } = process.env;
const twins = gunzipSync(TWIN_LOGS ? readFileSync(TWIN_LOGS) : fixture('session_logs.jsonl.gz'))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as TwinLog);

const turned = ({ seq, actor, key, turned_seq }: Step) => [seq, actor, key, turned_seq];

/** All that both folds must agree on; see tests/sessions/twin_logs.py. */
function view({ board, undo_steps, redo_steps, ...rest }: SessionState): View {
  return {
    ...rest,
    board: Object.fromEntries(board),
    fresh_effort: effortOf({ board, undo_steps, redo_steps, ...rest }),
    undo_steps: undo_steps.map(turned),
    redo_steps: redo_steps.map(turned),
  };
}

function changed(before: View, { board, ...fields }: View): View {
  const moved: Record<string, unknown> = { ...before.board, ...board };
  const standing = Object.entries(moved).filter(([, placement]) => placement !== null);
  return { ...before, ...fields, board: Object.fromEntries(standing) };
}

describe('the fold', () => {
  it(`reaches the state of the server after every event of ${twins.length} logs`, () => {
    for (const [number, { events, differences }] of twins.entries()) {
      let state: SessionState | null = null;
      let expected: View = { board: {} };
      for (const [index, event] of events.entries()) {
        state = apply(state, event);
        expected = changed(expected, differences[index] as View);
        expect(view(state), `log ${number} after event ${event.seq}, ${event.payload.kind}`).toEqual(
          expected,
        );
      }
    }
  });

  it('folds a whole log to where one event after the other leads, in whatever parts', () => {
    for (const { events } of twins) {
      const one = events.reduce<SessionState | null>(apply, null);
      expect(fold(events)).toEqual(one);
      const middle = Math.floor(events.length / 2);
      expect(continued(fold(events.slice(0, middle)), events)).toEqual(one);
    }
  });

  it('folds a log of version 1 as it did, with no word of whose a confidence is', () => {
    const state = fold(old.events);
    expect(view(state)).toMatchObject(old.states.at(-1) as View);
    const sources = [...state.board.values()].map(({ source }) => source);
    expect(new Set(sources)).toEqual(new Set([null, 'accepted']));
  });

  it('ignores an event it has folded in already', () => {
    const { events } = twins[0] as TwinLog;
    const state = fold(events);
    for (const event of events) expect(apply(state, event)).toBe(state);
  });

  it('changes nothing of the state it starts from', () => {
    for (const { events } of twins.slice(0, 20)) {
      const before = fold(events.slice(0, 10));
      const copy = structuredClone(before);
      continued(before, events);
      expect(before).toEqual(copy);
    }
  });

  it('refuses a log that does not start with its creation', () => {
    expect(() => fold([])).toThrow('empty');
    expect(() => fold(old.events.slice(1))).toThrow('starts with session_created');
  });

  it('names a kind of event that only a newer server knows', () => {
    const [first, second] = old.events as [SessionEvent, SessionEvent];
    const newer = { ...second, payload: { kind: 'sample_sung' } } as unknown as SessionEvent;
    expect(() => fold([first, newer])).toThrow('sample_sung');
  });
});
