import { expect, it } from 'vitest';
import { leftSaid } from './left';

it('says time in seconds, and long times in minutes', () => {
  expect([0, 40.2, 99, 170].map(leftSaid)).toEqual(['1 s left', '41 s left', '99 s left', '3 min left']);
});
