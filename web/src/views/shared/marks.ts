// A shape for each training scheme, for who prints or sees without colours; its middle is at 0, 0.

const MARKS: Record<string, string> = {
  SIL: 'M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0z',
  IL: 'M-2.4-2.4h4.8v4.8h-4.8z',
  IDA: 'M0-3.4 3.4 0 0 3.4-3.4 0z',
  CBA: 'M0-3.3 3.1 2.3h-6.2z',
};
const OTHER = 'M0 3.3 3.1-2.3h-6.2z';

/** The outline of the scheme's mark. */
export const markOf = (scheme: string): string => MARKS[scheme] ?? OTHER;
