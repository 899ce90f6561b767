// Files that the page makes itself.

/** Hands the browser a file to save. */
export function saveText(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  saveAddress(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** The same, of what lies at an address that the page has made. */
export function saveAddress(name: string, address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

/** Rows as CSV. What a spreadsheet would take for a formula has `'` in front, as in the exports of labels. */
export const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';

function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
