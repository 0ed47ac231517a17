import { wrapText } from '@kubectl-autoscale/core/units';

import { widthOf } from './text-table.ts';

/** A cell that starts within this share of the width is wrapped under itself; one that starts later goes to the next line. */
export const widestStart = 0.6;

/** What goes on below a line stands under its second cell, if that starts within this share of the width. */
const widestIndent = 0.4;

/**
 * A text whose lines are at most `width` columns, where its words allow: a line that is wider goes on below, indented, its
 * cells (two blanks apart) whole where they fit. Lines that fit, such as charts, stay as they are.
 */
export function foldLines(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (widthOf(line) <= width ? [line] : foldLine(line, width)))
    .join('\n');
}

function foldLine(line: string, width: number): readonly string[] {
  const [indent = ''] = /^ */.exec(line) ?? [];
  const cells = [...line.slice(indent.length).matchAll(/(\S+(?: \S+)*)( *)/g)];
  const [[, label = '', blanks = ''] = []] = cells;
  const second = indent.length + widthOf(label) + blanks.length;
  const hang = cells.length < 2 ? indent.length : second <= width * widestIndent ? second : indent.length + 4;
  const done: string[] = [];
  let current = indent;
  let gap = '';
  for (const [, cell = '', after = ''] of cells) {
    const start = widthOf(current) + gap.length;
    if (start + widthOf(cell) <= width) {
      current += gap + cell;
      gap = done.length === 0 ? after : '  ';
      continue;
    }
    const here = start <= width * widestStart;
    if (!here) done.push(current);
    const below = ' '.repeat(here ? start : hang);
    const lines = wrapText(cell, width, here ? current + gap : below, below);
    done.push(...lines.slice(0, -1));
    current = lines.at(-1) ?? '';
    gap = '  ';
  }
  return [...done, current];
}
