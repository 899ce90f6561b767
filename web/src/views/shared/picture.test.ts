import { describe, expect, it } from 'vitest';
import { escaped, framed, placed } from './picture';

const entries = ['SIL', 'IL', 'a longer name of a scheme'].map((says) => ({ says, colour: '#123456' }));

describe('a picture as a file', () => {
  it('has its legend side by side, and on further lines where it is narrow', () => {
    const wide = placed(entries, 600);
    expect(wide.map(({ line }) => line)).toEqual([0, 0, 0]);
    expect(wide.map(({ x }) => x)).toEqual([...wide.map(({ x }) => x)].sort((a, b) => a - b));
    expect(placed(entries, 120).map(({ line }) => line)).toEqual([0, 0, 1]);
    expect(placed(entries, 1).map(({ line }) => line)).toEqual([0, 1, 2]);
  });

  it('grows upwards by its title and legend, and leaves the drawing where it is', () => {
    const file = framed('<path d="M0 0"/>', { width: 300, height: 200 }, { title: 'a <b>', legend: entries });
    const [, top] = /viewBox="0 -(\d+) 300 (\d+)"/.exec(file) ?? [];
    expect(file).toContain(`viewBox="0 -${top} 300 ${200 + Number(top)}"`);
    expect(file).toContain('a &lt;b&gt;');
    expect(file).toContain('<path d="M0 0"/></svg>');
    expect(file.match(/#123456/g)).toHaveLength(3);
  });

  it('holds no text that a parser would take for a tag', () => {
    expect(escaped('"<&>"')).toBe('&quot;&lt;&amp;&gt;&quot;');
  });
});
