import { describe, expect, it } from 'vitest';
import type { Payload, SessionEvent } from '../session/types';
import { endOf } from './past.svelte';

const log = (...kinds: [Payload['kind'], number?][]) =>
  kinds.map(([kind, round], index) => ({ seq: index + 1, payload: { kind, round } }) as SessionEvent);

describe('the end of a round', () => {
  const history = log(
    ['session_created'],
    ['round_started', 1],
    ['round_finished', 1],
    ['samples_predicted'],
    ['sample_placed'],
    ['samples_predicted'],
    ['round_started', 2],
    ['round_finished', 2],
  );

  it('has the cards that its models placed, and nothing that somebody did then', () => {
    expect(endOf(history, 1)).toBe(4);
  });

  it('is the last event where nothing has happened since', () => {
    expect(endOf(history, 2)).toBe(8);
  });

  it('is none while it trains', () => {
    expect(endOf(history.slice(0, 7), 2)).toBeNull();
  });
});
