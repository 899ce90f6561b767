// A shape for each training scheme, for who prints or sees without colours; its middle is at 0, 0.

const MARKS: Record<string, string> = {
  SIL: 'M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0z',
  IL: 'M-2.4-2.4h4.8v4.8h-4.8z',
  IDA: 'M0-3.4 3.4 0 0 3.4-3.4 0z',
  CBA: 'M0-3.3 3.1 2.3h-6.2z',
  ILS: 'M0 3.3 3.1-2.3h-6.2z',
  IPL: 'M-1.2-3.4h2.4v2.2h2.2v2.4h-2.2v2.2h-2.4v-2.2h-2.2v-2.4h2.2z',
  SSL: 'M-3.4-1.3h6.8v2.6h-6.8z',
  FT: 'M-3-1.6-1.6-3 0-1.4 1.6-3 3-1.6 1.4 0 3 1.6 1.6 3 0 1.4-1.6 3-3 1.6-1.4 0z',
};
/** A scheme of another package. */
const OTHER = 'M-1.3-3.4h2.6v6.8h-2.6z';

/** The outline of the scheme's mark. */
export const markOf = (scheme: string): string => MARKS[scheme] ?? OTHER;
