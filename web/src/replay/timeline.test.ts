import { describe, expect, it } from 'vitest';
import { fold } from '../session/fold';
import type { SessionEvent } from '../session/types';
import { events } from '../session/version1.fixture';
import { described } from './description';
import { stopAt, stopsOf, Timeline } from './timeline';

/** The same session gone on with, so that states are kept on the way. */
const config = events.find(({ payload }) => payload.kind === 'config_changed') as SessionEvent;
const long = [
  ...events,
  ...Array.from({ length: 200 }, (_, more) => ({ ...config, seq: events.length + 1 + more })),
];

describe('a timeline', () => {
  it('shows the state after any event, whichever was shown before', () => {
    const timeline = new Timeline(long);
    const asked = [long.length, 1, 65, 64, 63, 130, long.length - 1, 2, 128, 200, 3, long.length];
    for (const seq of asked) expect(timeline.at(seq)).toEqual(fold(long.slice(0, seq)));
  });

  it('refuses what has not happened', () => {
    expect(() => new Timeline(events).at(events.length + 1)).toThrow(/no event/);
    expect(() => new Timeline(events).at(0)).toThrow(/event 1/);
  });
});

describe('the stops of a replay', () => {
  it('are all events, or the rounds between the first event and the last', () => {
    expect(stopsOf(events, 'events')).toEqual(events.map(({ seq }) => seq));
    const rounds = stopsOf(events, 'rounds');
    expect(rounds[0]).toBe(1);
    expect(rounds.at(-1)).toBe(events.length);
    const kinds = rounds.slice(1, -1).map((seq) => events[seq - 1]?.payload.kind);
    expect(new Set(kinds)).toEqual(new Set(['round_finished']));
    expect(new Set(rounds).size).toBe(rounds.length);
  });

  it('are found by event', () => {
    expect(stopAt([1, 10, 20], 1)).toBe(0);
    expect(stopAt([1, 10, 20], 19)).toBe(1);
    expect(stopAt([1, 10, 20], 25)).toBe(2);
  });
});

describe('a description', () => {
  it('has words for every kind of event', () => {
    const words = events.map((event) =>
      described(event, ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']),
    );
    expect(words.every((text) => text.length > 0 && !text.includes('undefined'))).toBe(true);
  });
});
