import { expect, test } from 'vitest';
import type { Dataset } from '../api/client';
import { largest } from './grown';

const dataset = (name: string, pool: number, grew_from: string[] = []) =>
  ({
    name,
    digest: `${name} digest`,
    counts: { pool, validation: 0, test: 0 },
    grew_from,
  }) as unknown as Dataset;

test('a session goes on with the largest of what its dataset has grown into', () => {
  const first = dataset('a', 10);
  const second = dataset('b', 12, ['a digest']);
  const third = dataset('c', 15, ['a digest', 'b digest']);
  const all = [third, first, second, dataset('d', 99)];
  expect(largest('a', all)).toBe(third);
  expect(largest('b', all)).toBe(third);
  expect(largest('c', all)).toBeNull();
  expect(largest('gone', all)).toBeNull();
});
