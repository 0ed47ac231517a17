import type { Position } from './ranges.ts';

/** Where each line of a text starts. */
export type LineTable = readonly number[];

export function lineTableOf(text: string): LineTable {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Offsets outside the text answer its start or end. A byte order mark takes no column. */
export function positionInText(text: string, table: LineTable, offset: number): Position {
  const at = Math.min(Math.max(offset, 0), text.length);
  const line = lineOf(table, at);
  const mark = line === 0 && text.startsWith('\uFEFF') ? 1 : 0;
  return { line: line + 1, column: Math.max(at - (table[line] ?? 0) - mark, 0) + 1 };
}

/** The last line that starts at or before the offset. */
function lineOf(table: LineTable, offset: number): number {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((table[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
