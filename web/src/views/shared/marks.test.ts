import { expect, it } from 'vitest';
import { markOf } from './marks';

it('gives each training scheme a shape of its own', () => {
  const schemes = ['SIL', 'IL', 'IDA', 'CBA', 'ILS', 'IPL', 'SSL', 'FT', 'of another package'];
  expect(new Set(schemes.map(markOf)).size).toBe(schemes.length);
});
