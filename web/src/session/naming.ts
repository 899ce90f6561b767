// The name that somebody gives who has no account, as api/naming.py takes it.

export const LONGEST_NAME = 80;

/** Composed (NFC), on one line, and no longer than the server takes; '' where nothing is left. */
export function cleaned(said: string): string {
  const oneLine = said
    .replace(/\p{Cs}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .normalize('NFC');
  return [...oneLine.trim()].slice(0, LONGEST_NAME).join('').trim();
}

/** What a request says of who acts; nothing where there is no name. */
export const nameHeader = (name: string | undefined): { 'Client-Name'?: string } =>
  name ? { 'Client-Name': encodeURIComponent(name) } : {};
