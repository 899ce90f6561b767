import { afterEach, describe, expect, it } from 'vitest';
import { fold } from './fold';
import type { Action, Pending } from './intents';
import { Log } from './log';
import { overlay, pendingSamples } from './overlay';
import { PERSON, self } from './self';
import { lastStep } from './steps';
import type { SessionEvent, Step } from './types';
import { events } from './version1.fixture';

const folded = fold(events.slice(0, 15)); // 70, 71 and 72 have just arrived, predicted
/** The server fills in what a configuration of version 1 had no word for. */
const truth = { ...folded, config: { ...folded.config, default_confidence: 0.8 } };

afterEach(() => {
  self.actor = PERSON;
  delete self.name;
});

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

  it('undoes the selection that was asked for last, and no label before it', () => {
    const query = pending({ kind: 'query', scheme: 'RS', count: 10 });
    const intents = [place(72, 0), query, pending({ kind: 'undo', step: { key: query.key } })];
    const shown = overlay(truth, intents);
    expect(shown.board.get(72)).toMatchObject({ class_index: 0, status: 'corrected' });
    expect(lastStep(overlay(truth, intents.slice(0, 2)), 'undo')?.key).toBe(query.key);
    expect(lastStep(shown, 'undo')?.key).toBe(intents[0]?.key);
    expect(lastStep(shown, 'redo')?.key).toBe(query.key);
  });

  it('undoes the step that is named, or none', () => {
    const label = place(72, 0);
    const other = pending({ kind: 'undo', step: { key: 'of another window' } });
    expect(overlay(truth, [label, other]).board.get(72)).toMatchObject({ class_index: 0 });
    const named = pending({ kind: 'undo', step: { key: label.key } });
    expect(overlay(truth, [label, named]).board).toEqual(truth.board);
  });

  it('leaves the step of somebody else, and what they built upon', () => {
    const [last] = truth.undo_steps.slice(-1) as [Step];
    const theirs = {
      ...truth,
      undo_steps: [...truth.undo_steps.slice(0, -1), { ...last, actor: 'colleague' }],
    };
    expect(lastStep(theirs, 'undo')?.seq).toBeLessThan(last.seq);
    const upon = { ...last, seq: last.seq + 1, actor: 'colleague' };
    const built = { ...truth, undo_steps: [...truth.undo_steps, upon] };
    expect(overlay(built, [pending({ kind: 'undo' })]).board).toEqual(truth.board);
  });

  it('undoes what was done without a name by whoever has given one since', () => {
    const [last] = truth.undo_steps.slice(-1) as [Step];
    self.actor = 'person:ada';
    self.name = 'ada';
    expect(lastStep(truth, 'undo')?.seq).toBe(last.seq);
    const theirs = {
      ...truth,
      undo_steps: truth.undo_steps.map((step) => ({ ...step, actor: 'person:grace' })),
    };
    expect(lastStep(theirs, 'undo')).toBeUndefined();
  });

  it('shows what was done before another name was given in the name that it was done in', () => {
    self.actor = 'person:grace';
    self.name = 'grace';
    const [label, undo] = [place(72, 0), pending({ kind: 'undo' })];
    const shown = overlay(truth, [{ ...label, name: 'ada' }]);
    expect(shown.board.get(72)?.actor).toBe('person:ada');
    expect(lastStep(shown, 'undo')?.key).not.toBe(label.key);
    const undone = overlay(truth, [
      { ...label, name: 'ada' },
      { ...undo, name: 'ada' },
    ]);
    expect(undone.board).toEqual(truth.board);
    expect(overlay(truth, [{ ...label, name: '' }]).board.get(72)?.actor).toBe('person');
  });

  it('never takes the machine’s height for the person’s', () => {
    const digit = pending({ kind: 'place', sampleId: 72, classIndex: 0, confidence: null });
    expect(overlay(truth, [digit]).board.get(72)).toMatchObject({ confidence: 0.8, source: 'default' });
    expect(overlay(truth, [place(72, 0)]).board.get(72)).toMatchObject({ confidence: 0.6, source: 'stated' });
    const again = overlay(truth, [place(72, 0), digit]).board.get(72);
    expect(again).toMatchObject({ confidence: 0.6, source: 'stated' });
    const accepted = overlay(truth, [pending({ kind: 'confirm', sampleIds: [72] })]).board.get(72);
    expect(accepted).toMatchObject({ source: 'accepted', confidence: truth.board.get(72)?.confidence });
  });

  it('confirms what stands where it was seen', () => {
    const intent = pending({ kind: 'confirm', sampleIds: [71, 72], classIndices: [9, 1] });
    const shown = overlay(truth, [intent]);
    expect(shown.board.get(71)?.status).toBe('predicted');
    expect(shown.board.get(72)?.status).toBe('confirmed');
  });

  it('labels several alike, on the board or not, and leaves labels as they are', () => {
    const alike = (...sampleIds: number[]) =>
      pending({ kind: 'label', sampleIds, classIndex: 2, confidence: null });
    const intents = [place(72, 0), alike(71, 72, 900)];
    const shown = overlay(truth, intents);
    expect(shown.board.get(71)).toMatchObject({ class_index: 2, source: 'default', status: 'corrected' });
    expect(shown.board.get(72)).toMatchObject({ class_index: 0, source: 'stated' });
    expect(shown.board.get(900)).toMatchObject({ class_index: 2, status: 'hand_labelled', confidence: 0.8 });
    const taken = overlay(truth, [...intents, pending({ kind: 'undo' })]);
    expect(taken.board).toEqual(overlay(truth, intents.slice(0, 1)).board);
    expect(overlay(truth, [place(72, 0), alike(72)]).seq).toBe(truth.seq + 1);
  });

  it('labels anew in one step what is a label already, where that is asked for', () => {
    const anew = (confidence: number | null) =>
      pending({ kind: 'label', sampleIds: [72, 71], classIndex: 0, confidence, relabel: true });
    const shown = overlay(truth, [place(72, 0), anew(null)]);
    expect(shown.board.get(72)).toMatchObject({ class_index: 0, source: 'stated' });
    expect(shown.board.get(71)).toMatchObject({ class_index: 0, source: 'default' });
    expect(overlay(truth, [place(72, 2), anew(0.3)]).board.get(72)).toMatchObject({
      class_index: 0,
      confidence: 0.3,
    });
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
    expect(log.receive([first])).toHaveLength(1);
    for (const event of events.slice(2)) expect(log.receive([event])).toEqual([]);
    expect(log.receive([events[1] as SessionEvent])).toEqual(events.slice(1));
    expect(log.state).toEqual(fold(events));
    expect(log.receive([first])).toEqual([]);
  });
});
