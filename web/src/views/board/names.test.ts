import { describe, expect, it } from 'vitest';
import { withoutPrefix } from '../shared/names';
import { layoutNames } from './names';

const FASHION = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
const DIGITS = [...'0123456789'];

describe('class names', () => {
  it('are left out where the columns have no room for a letter', () => {
    const { lines, height } = layoutNames(FASHION, 5);
    expect(lines).toEqual(FASHION.map(() => []));
    expect(height).toBeLessThan(10);
  });

  it('are large where they are short, with the count beside them', () => {
    expect(layoutNames(DIGITS, 59)).toMatchObject({ upright: false, size: 25, keys: false });
  });

  it.each([59, 80, 110])('are all in one size, on two lines at most, in a column of %i pixels', (column) => {
    const { lines, upright, size } = layoutNames(FASHION, column);
    expect(upright).toBe(false);
    for (const [index, name] of lines.entries()) {
      expect(name.length).toBeLessThanOrEqual(2);
      for (const line of name) expect(line.length * size * 0.62).toBeLessThanOrEqual(column - 8);
      expect(name.join(' ').replaceAll(' ', '')).toBe(FASHION[index]?.replaceAll(' ', ''));
    }
  });

  it('stay on one line where that can be read', () => {
    const { lines } = layoutNames(['zebra crossing', 'tram stop', 'pedestrian'], 200);
    expect(lines).toEqual([['zebra crossing'], ['tram stop'], ['pedestrian']]);
  });

  it('are written upwards from twelve classes on, without the words that all begin with', () => {
    const { upright, lines, height } = layoutNames(
      Array.from({ length: 40 }, (_, index) => `leaf of tree${index}`),
      18,
    );
    expect(upright).toBe(true);
    expect(lines[7]).toEqual(['tree7']);
    expect(height).toBeLessThanOrEqual(124);
    expect(layoutNames([...'abcdefghijklmnop'], 40).upright).toBe(false);
  });

  it('lose whole words only, and never all of a name', () => {
    expect(withoutPrefix(['red oak', 'red ash'])).toEqual(['oak', 'ash']);
    expect(withoutPrefix(['cat', 'car'])).toEqual(['cat', 'car']);
    expect(withoutPrefix(['red ', 'red oak'])).toEqual(['red ', 'red oak']);
    expect(withoutPrefix(['one'])).toEqual(['one']);
  });
});
