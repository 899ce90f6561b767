import { expect, it } from 'vitest';
import type { SchemeRow } from '../contract';
import { leftSaid, roundSaid } from './left';

it('says time in seconds, and long times in minutes', () => {
  expect([0, 40.2, 99, 170].map(leftSaid)).toEqual(['1 s left', '41 s left', '99 s left', '3 min left']);
});

it('says that a round is being finished once all schemes that it trains are done', () => {
  const row = (chosen: boolean, done: boolean) => ({ chosen, done }) as SchemeRow;
  const said = (running: number | null, ...schemes: SchemeRow[]) =>
    roundSaid({ rounds: 2, running, schemes });
  expect(said(null, row(true, false))).toBe('2 rounds trained');
  expect(said(3, row(true, true), row(true, false))).toBe('training round 3');
  expect(said(3, row(true, true), row(false, false))).toBe('finishing round 3');
});
