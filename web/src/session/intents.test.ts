import { describe, expect, it, vi } from 'vitest';
import { backoff, IntentQueue, type Action, type Failure, type Intent, type Outcome } from './intents';
import { self } from './self';

class MemoryStorage {
  items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key = (index: number): string | null => [...this.items.keys()][index] ?? null;
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

const place = (sampleId: number): Action => ({ kind: 'place', sampleId, classIndex: 3, confidence: 0.5 });
const failure: Failure = { error: 'NotOnBoard', detail: 'sample 5', hint: 'get it first' };

function rig(answers: Outcome[], storage = new MemoryStorage()) {
  const sent: Intent[] = [];
  const refused: Failure[] = [];
  const saying: string[] = [];
  const waits: number[] = [];
  const queue = new IntentQueue({
    sessionId: 's1',
    storage,
    send: async (intent) => {
      sent.push(intent);
      return answers.shift() ?? { kind: 'done', seq: sent.length };
    },
    refused: (_intent, why) => refused.push(why),
    changed: ({ saving }) => saying.push(saving),
    wait: async (milliseconds) => void waits.push(milliseconds),
  });
  return { queue, sent, refused, saying, waits, storage };
}

const settled = (queue: IntentQueue) => vi.waitFor(() => expect(queue.saving).toBe('saved'));

describe('the queue of intents', () => {
  it('sends in order, one after the other', async () => {
    const { queue, sent } = rig([]);
    for (const id of [1, 2, 3]) queue.add(place(id));
    await vi.waitFor(() => expect(queue.waiting).toHaveLength(0));
    expect(sent.map(({ action }) => action)).toEqual([place(1), place(2), place(3)]);
  });

  it('says of each when it was done, by a clock that is not set back', async () => {
    const { queue, sent } = rig([{ kind: 'lost' }]);
    const before = performance.timeOrigin + performance.now();
    queue.add(place(1));
    queue.add(place(2));
    await settled(queue);
    const times = sent.map(({ t }) => t ?? NaN);
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times[1]).toBe(times[0]);
    expect(times[2]).toBeGreaterThanOrEqual(times[1] ?? NaN);
  });

  it('sends what was done under the name that it was done under, if another has been given since', async () => {
    const storage = new MemoryStorage();
    const before = rig([], storage);
    before.queue.stop();
    for (const name of ['ada', '', 'grace']) {
      self.name = name;
      before.queue.add(place(1));
    }
    delete self.name;
    before.queue.add(place(1));
    const after = rig([], storage);
    after.queue.start();
    await vi.waitFor(() => expect(after.sent).toHaveLength(4));
    expect(after.sent.map(({ name }) => name)).toEqual(['ada', '', 'grace', undefined]);
  });

  it('sends again with the same key after a lost answer, and says that it is offline', async () => {
    const { queue, sent, saying, waits } = rig([{ kind: 'lost' }, { kind: 'lost' }]);
    queue.add(place(1));
    await settled(queue);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(sent).toHaveLength(3);
    expect(saying).toContain('offline');
    expect(waits).toEqual([backoff(1), backoff(2)]);
  });

  it('shows an intent until its event is folded in, by the answer or by the stream', async () => {
    const { queue } = rig([{ kind: 'done', seq: 8 }]);
    queue.add(place(1));
    await settled(queue);
    expect(queue.pending).toHaveLength(1);
    queue.folded(7, null);
    expect(queue.pending).toHaveLength(1);
    queue.folded(8, null);
    expect(queue.pending).toHaveLength(0);
  });

  it('takes an event with its key for an answer', async () => {
    const { queue, storage } = rig([{ kind: 'lost' }]);
    queue.add(place(1));
    queue.folded(3, queue.pending[0]?.key ?? '');
    expect(queue.pending).toHaveLength(0);
    expect(storage.length).toBe(0);
    await settled(queue);
  });

  it('drops what the server refuses, with the reason, and goes on', async () => {
    const { queue, refused, sent } = rig([{ kind: 'refused', failure }]);
    queue.add(place(5));
    queue.add(place(6));
    await settled(queue);
    expect(refused).toEqual([failure]);
    expect(sent).toHaveLength(2);
    expect(queue.pending.map(({ action }) => action)).toEqual([place(6)]);
  });

  it('drops with a refused intent what would have undone it', async () => {
    const { queue, sent, storage } = rig([{ kind: 'refused', failure }]);
    queue.add(place(5));
    const key = queue.pending[0]?.key ?? '';
    queue.add({ kind: 'undo', step: { key } });
    queue.add({ kind: 'redo', step: { key } });
    queue.add({ kind: 'undo', step: { seq: 3 } });
    await settled(queue);
    expect(sent.map(({ action }) => action.kind)).toEqual(['place', 'undo']);
    expect(storage.length).toBe(0);
  });

  it('keeps the order of what was done within one millisecond', () => {
    const storage = new MemoryStorage();
    const old = rig([], storage);
    old.queue.stop();
    for (let id = 0; id < 20; id += 1) old.queue.add(place(id));
    const shuffled = new MemoryStorage();
    shuffled.items = new Map([...storage.items].sort(([a], [b]) => (a < b ? -1 : 1)));
    const restored = rig([], shuffled).queue.pending.map(({ action }) => action);
    expect(restored).toEqual(Array.from({ length: 20 }, (_, id) => place(id)));
  });

  it('gives up on an answer of status 500 after four tries', async () => {
    const { queue, refused, sent } = rig(
      Array.from({ length: 4 }, () => ({ kind: 'broken', failure }) as const),
    );
    queue.add(place(5));
    await settled(queue);
    expect(sent).toHaveLength(4);
    expect(refused).toEqual([failure]);
  });

  it('survives the page: a new queue sends what an old one left', async () => {
    const storage = new MemoryStorage();
    const old = rig([], storage);
    old.queue.stop();
    old.queue.add(place(1));
    old.queue.add(place(2));
    const { queue, sent } = rig([], storage);
    expect(queue.waiting).toHaveLength(2);
    queue.start();
    await settled(queue);
    expect(sent.map(({ action }) => action)).toEqual([place(1), place(2)]);
    expect(storage.length).toBe(0);
  });

  it('leaves the intents of other sessions alone', () => {
    const storage = new MemoryStorage();
    storage.setItem('activate-va:intent:s2:k', JSON.stringify({ key: 'k', at: 1, action: place(1) }));
    expect(rig([], storage).queue.pending).toHaveLength(0);
  });
});
