import { describe, expect, it } from 'vitest';
import { csv } from './save';

describe('tables as CSV', () => {
  it('quote what would break a row, and disarm what a spreadsheet would compute', () => {
    expect(csv([['a,b', 'say "x"', '=1+1', -3, '-3']])).toBe(`"a,b","say ""x""",'=1+1,-3,'-3\r\n`);
  });
});
