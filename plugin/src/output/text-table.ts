import { stripVTControlCharacters } from 'node:util';

/** Terminal columns that a text takes: colour sequences take none, everything else that we print takes one a code point. */
export function widthOf(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}

/**
 * Rows as aligned columns, two spaces apart, without trailing spaces. Rows may differ in length; a cell never wraps.
 */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
