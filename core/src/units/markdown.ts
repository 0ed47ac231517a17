const entities: ReadonlyMap<string, string> = new Map([
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['&', '&amp;'],
]);

/** Text that means itself in Markdown, in a table too, on one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]#!|<>~&]/g, (character) => entities.get(character) ?? `\\${character}`)
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

/** A table; cells are escaped. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}
