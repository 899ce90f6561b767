import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { effortOf } from './counts';
import { apply, fold } from './fold';
import type { SessionEvent, SessionState } from './types';

type Fixture = { events: SessionEvent[]; states: Record<string, unknown>[] };
const path = new URL('../../../tests/fixtures/session_log.json', import.meta.url);
const { events, states } = JSON.parse(readFileSync(path, 'utf8')) as Fixture;

/** The state as the server writes it: no undo steps, the board an object. */
function asServed(state: SessionState): Record<string, unknown> {
  const { undo_steps: _undo, redo_steps: _redo, board, ...rest } = state;
  return { ...rest, board: Object.fromEntries(board), fresh_effort: effortOf(state) };
}

describe('the fold', () => {
  it('reaches the state of the server after every event', () => {
    let state: SessionState | null = null;
    for (const [index, event] of events.entries()) {
      state = apply(state, event);
      expect(asServed(state), `after event ${event.seq}, ${event.payload.kind}`).toEqual(states[index]);
    }
  });

  it('covers every kind of event', () => {
    expect(new Set(events.map((event) => event.payload.kind)).size).toBe(14);
  });

  it('ignores an event it has folded in already', () => {
    const state = fold(events);
    for (const event of events) expect(apply(state, event)).toBe(state);
  });

  it('changes nothing of the state it starts from', () => {
    const before = fold(events.slice(0, 6));
    const copy = structuredClone(before);
    events.slice(6).reduce<SessionState>(apply, before);
    expect(before).toEqual(copy);
  });

  it('refuses a log that does not start with its creation', () => {
    expect(() => fold([])).toThrow('empty');
    expect(() => fold(events.slice(1))).toThrow('starts with session_created');
  });
});
