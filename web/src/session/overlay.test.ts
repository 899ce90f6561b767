import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold } from './fold';
import type { Action, Pending } from './intents';
import { Log } from './log';
import { overlay, pendingSamples } from './overlay';
import type { SessionEvent } from './types';

const path = new URL('../../../tests/fixtures/session_log.json', import.meta.url);
const { events } = JSON.parse(readFileSync(path, 'utf8')) as { events: SessionEvent[] };
const truth = fold(events.slice(0, 15)); // 70, 71 and 72 have just arrived, predicted

let key = 0;
const pending = (action: Action): Pending => ({ key: `k${key++}`, at: 0, action, settledAt: null });
const place = (sampleId: number, classIndex: number) =>
  pending({ kind: 'place', sampleId, classIndex, confidence: 0.6 });

describe('the overlay of intents', () => {
  it('shows a move at once and leaves the truth alone', () => {
    const shown = overlay(truth, [place(72, 0)]);
    expect(shown.board.get(72)).toMatchObject({ class_index: 0, confidence: 0.6, status: 'corrected' });
    expect(truth.board.get(72)).toMatchObject({ class_index: 1, status: 'predicted' });
  });

  it('undoes intents that are themselves not yet saved', () => {
    const shown = overlay(truth, [place(72, 0), pending({ kind: 'undo' })]);
    expect(shown.board).toEqual(truth.board);
    expect(
      overlay(truth, [place(72, 0), pending({ kind: 'undo' }), pending({ kind: 'redo' })]).board.get(72),
    ).toMatchObject({ class_index: 0 });
  });

  it('leaves out what no longer fits', () => {
    const intents = [
      place(9999, 1),
      pending({ kind: 'confirm', sampleIds: [15] }),
      pending({ kind: 'redo' }),
    ];
    expect(overlay(truth, intents)).toBe(truth);
  });

  it('merges a change of the configuration', () => {
    const shown = overlay(truth, [pending({ kind: 'configure', patch: { epochs: 9 } })]);
    expect(shown.config).toEqual({ ...truth.config, epochs: 9 });
  });

  it('knows which samples are pending', () => {
    expect(pendingSamples([place(7, 1), pending({ kind: 'confirm', sampleIds: [8, 9] })])).toEqual(
      new Set([7, 8, 9]),
    );
  });
});

describe('the log', () => {
  it('reaches the same state in whatever order events arrive', () => {
    const log = new Log();
    const first = events[0] as SessionEvent;
    expect(log.receive(first)).toHaveLength(1);
    for (const event of events.slice(2)) expect(log.receive(event)).toEqual([]);
    expect(log.receive(events[1] as SessionEvent)).toEqual(events.slice(1));
    expect(log.state).toEqual(fold(events));
    expect(log.receive(first)).toEqual([]);
  });
});
