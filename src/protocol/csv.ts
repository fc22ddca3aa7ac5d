/** Tables as CSV (RFC 4180), such as any spreadsheet opens. */

/**
 * Rows of plain numbers and texts, the first of them the headings; nothing where nothing is known.
 * Spreadsheets take it for UTF-8 by the byte order mark alone.
 */
export function csvOf(rows: readonly (readonly (string | number | undefined)[])[]): string {
  const lines = rows.map((values) => values.map(cell).join(','));
  return `\uFEFF${[...lines, ''].join('\r\n')}`;
}

/** What a spreadsheet would take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

/** A number with two decimals at most; a text that no spreadsheet runs. */
function cell(value: string | number | undefined): string {
  if (typeof value === 'number') return String(Number(value.toFixed(2)));
  const text = value ?? '';
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
