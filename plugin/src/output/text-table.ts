/** Terminal columns that a text takes: escape sequences take none, everything we print else takes one. */
export function widthOf(text: string): number {
  // eslint-disable-next-line no-control-regex -- colour sequences start with the escape character
  return [...text.replace(/\u001b\[[0-9;]*m/g, '')].length;
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
