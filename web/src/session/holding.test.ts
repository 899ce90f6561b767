import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ANEW_AFTER,
  holderSpec,
  holderSpecs,
  InHand,
  LAPSES_AFTER,
  LEFT_AFTER,
  Others,
  STAYS_FOR,
  type Held,
  type Holding,
} from './holding';
import { PERSON, self } from './self';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

describe('what this page has in hand', () => {
  function rig(answer: () => Promise<void> = async () => undefined) {
    const told: (readonly number[])[] = [];
    const inHand = new InHand((sampleIds) => {
      told.push(sampleIds);
      return answer();
    });
    return { inHand, told };
  }

  it('is told once it stays, anew while it lasts, and is let go of', async () => {
    const { inHand, told } = rig();
    inHand.hold([3, 4]);
    await pass(STAYS_FOR - 1);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual([[3, 4]]);
    await pass(2 * ANEW_AFTER);
    expect(told).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
    ]);
    inHand.hold([]);
    await pass(STAYS_FOR);
    expect(told.at(-1)).toEqual([]);
    await pass(10 * ANEW_AFTER);
    expect(told).toHaveLength(4);
  });

  it('is not told of cards that a key runs over', async () => {
    const { inHand, told } = rig();
    for (const id of [1, 2, 3, 4]) {
      inHand.hold([id]);
      await pass(STAYS_FOR - 1);
    }
    inHand.hold([]);
    await pass(ANEW_AFTER);
    expect(told).toEqual([]);
  });

  it('is told one after the other, and what came meanwhile at last', async () => {
    const answers: (() => void)[] = [];
    const { inHand, told } = rig(() => new Promise((resolve) => answers.push(resolve)));
    inHand.hold([1]);
    await pass(STAYS_FOR);
    inHand.hold([2]);
    await pass(STAYS_FOR);
    inHand.hold([]);
    await pass(STAYS_FOR);
    expect(told).toEqual([[1]]);
    answers.shift()?.();
    await pass(STAYS_FOR);
    expect(told).toEqual([[1], []]);
  });

  it('is let go of at once by who leaves, and taken again by who comes back', async () => {
    const { inHand, told } = rig();
    inHand.hold([5]);
    await pass(STAYS_FOR);
    inHand.leave();
    expect(told).toEqual([[5], []]);
    await pass(10 * ANEW_AFTER);
    expect(told).toHaveLength(2);
    inHand.seen();
    await pass(STAYS_FOR);
    expect(told.at(-1)).toEqual([5]);
  });

  it('is let go of where neither pointer nor key has been used for a minute', async () => {
    const { inHand, told } = rig();
    inHand.hold([5]);
    await pass(LEFT_AFTER / 2);
    inHand.seen();
    await pass(LEFT_AFTER - ANEW_AFTER);
    expect(told.at(-1)).toEqual([5]);
    await pass(2 * ANEW_AFTER);
    expect(told.at(-1)).toEqual([]);
    const before = told.length;
    await pass(LEFT_AFTER);
    expect(told).toHaveLength(before);
    inHand.seen();
    await pass(STAYS_FOR);
    expect(told.at(-1)).toEqual([5]);
  });
});

describe('what others have in hand', () => {
  function rig() {
    const seen: Held[] = [];
    const others = new Others('own', (held) => seen.push(held));
    const say = (client: string, sampleIds: number[], name: string | null = client) => {
      const holding: Holding = { client, actor: `annotator:${client}`, name, sample_ids: sampleIds };
      others.receive(holding);
    };
    const ids = () => [...(seen.at(-1) ?? [])].map(([id, who]) => [id, ...who.map(({ name }) => name)]);
    return { seen, say, ids };
  }

  it('is seen until it is let go of, each page by itself', () => {
    const { say, ids } = rig();
    say('ada', [1, 2]);
    say('grace', [2]);
    expect(ids()).toEqual([
      [1, 'ada'],
      [2, 'ada', 'grace'],
    ]);
    say('ada', []);
    expect(ids()).toEqual([[2, 'grace']]);
  });

  it('is nothing of what this page has itself', () => {
    const { seen, say } = rig();
    say('own', [1]);
    expect(seen).toEqual([]);
  });

  it('lapses where nothing is heard any more, and not before', async () => {
    const { seen, say, ids } = rig();
    say('ada', [1]);
    await pass(LAPSES_AFTER - 1);
    say('ada', [1]);
    await pass(LAPSES_AFTER - 1);
    expect(ids()).toEqual([[1, 'ada']]);
    expect(seen).toHaveLength(1); // Said anew it changes nothing that is drawn.
    await pass(1);
    expect(ids()).toEqual([]);
  });

  it('is said again where who holds it gives another name', () => {
    const told: Held[] = [];
    const others = new Others('own', (held) => told.push(held));
    for (const name of ['ada', 'ada', 'grace'])
      others.receive({ client: 'c', actor: `person:${name}`, name, sample_ids: [3] });
    expect(told.map((held) => held.get(3)?.map(({ name }) => name))).toEqual([['ada'], ['grace']]);
  });

  it('outlives one telling that got lost', () => expect(LAPSES_AFTER).toBeGreaterThan(2 * ANEW_AFTER));
});

describe('who holds it, in words', () => {
  afterEach(() => void (self.actor = PERSON));

  const ada = { actor: 'annotator:1', name: 'ada' };
  it.each([
    [[ada], 'held by ada', 'AD'],
    [[{ actor: 'annotator:2', name: 'ada.lovelace@example.org' }], 'held by ada.lovelace@example.org', 'AL'],
    [[{ actor: 'person', name: null }], 'held in another page', null],
    [[{ actor: 'person', name: null }, ada], 'held by ada', 'AD'],
    [[{ actor: 'person:ada', name: 'ada' }], 'held by ada', 'AD'],
    [
      [
        { actor: 'person:ada', name: 'ada' },
        { actor: 'person', name: null },
      ],
      'held by ada',
      'AD',
    ],
    [[ada, ada, { actor: 'token:script', name: 'grace' }], 'held by ada and grace', 'AD'],
  ])('%j: %s', (holders, says, initials) => expect(holderSpec(holders)).toEqual({ says, initials }));

  it('is another page where it is held in the name that this one has', () => {
    self.actor = 'person:ada';
    expect(holderSpec([{ actor: 'person:ada', name: 'ada' }]).says).toBe('held in another page');
    expect(holderSpec([{ actor: 'person', name: null }]).says).toBe('held in another page');
  });

  it('goes by sample', () => {
    const specs = holderSpecs(new Map([[4, [ada]]]));
    expect([...specs]).toEqual([[4, { says: 'held by ada', initials: 'AD' }]]);
  });
});
