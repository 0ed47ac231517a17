import { widestStart } from './fold-lines.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable, widthOf } from './text-table.ts';

/** Blanks between columns. */
const GAP = 2;

/**
 * A table under its titles that leaves columns out, `leastFirst`, until it fits the terminal, and says which. Columns of one
 * title go together. A last column that holds sentences (`lastFolds`) fits where its lines can be folded.
 */
export function fittedTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  { lineWidth, palette }: Pick<TerminalStyle, 'lineWidth' | 'palette'>,
  { leastFirst, lastFolds = false }: { readonly leastFirst: readonly string[]; readonly lastFolds?: boolean },
): string {
  const widths = titles.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const left = new Set<string>();
  const isShown = (column: number): boolean => !left.has(titles[column] ?? '');
  const fits = (): boolean => {
    const shown = widths.filter((_, column) => isShown(column));
    const whole = shown.reduce((sum, width) => sum + width + GAP, -GAP);
    return whole <= lineWidth || (lastFolds && whole - (widths.at(-1) ?? 0) <= lineWidth * widestStart);
  };
  for (const title of leastFirst) {
    if (fits()) break;
    if (titles.includes(title)) left.add(title);
  }
  const cut = (cells: readonly string[]): readonly string[] => cells.filter((_, column) => isShown(column));
  const table = textTable([cut(titles.map((title) => palette.dim(title))), ...rows.map(cut)]);
  return left.size === 0
    ? table
    : `${table}\n${palette.dim(`not shown at this width: ${[...left].join(', ')}`)}`;
}
