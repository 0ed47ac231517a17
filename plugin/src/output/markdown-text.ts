import { wrapText } from '@kubectl-autoscale/core/units';

import type { Palette } from './palette.ts';

/** Longer lines are tiring to read, however wide the terminal is. */
const widestProse = 100;

export interface MarkdownStyle {
  readonly palette: Palette;
  readonly columns: number;
}

/**
 * Markdown for a terminal: headings, paragraphs, lists, links, tables and fenced code, which is what the pages of the rules
 * are written in. Code and tables are never wrapped.
 */
export function markdownText(markdown: string, { palette, columns }: MarkdownStyle): string {
  const width = Math.min(columns, widestProse);
  const blocks = splitBlocks(markdown).map((block) => blockText(block, palette, width));
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Blocks are parted by blank lines; those inside a code fence part nothing. */
function splitBlocks(markdown: string): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  let current: string[] = [];
  let isCode = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (line.startsWith('```')) isCode = !isCode;
    if (line.trim() !== '' || isCode) current.push(line);
    else if (current.length > 0) {
      blocks.push(current);
      current = [];
    }
  }
  return current.length > 0 ? [...blocks, current] : blocks;
}

function blockText(lines: readonly string[], palette: Palette, width: number): string {
  const [first = ''] = lines;
  const heading = /^(#+) (.*)$/.exec(first);
  if (heading) {
    return palette.bold(heading[1] === '#' ? (heading[2] ?? '') : (heading[2] ?? '').toUpperCase());
  }
  if (first.startsWith('```')) return codeText(lines);
  if (first.startsWith('|')) return tableText(lines, palette);
  if (first.startsWith('<!--')) return '';
  if (/^[-*] /.test(first)) return listText(lines, palette, width);
  return wrapText(inlineText(lines.join(' '), palette), width).join('\n');
}

function codeText(lines: readonly string[]): string {
  return lines
    .filter((line) => !line.startsWith('```'))
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}

/** The rule between head and body is dropped; the columns are aligned in the source already. */
function tableText(lines: readonly string[], palette: Palette): string {
  const rows = lines.filter((line) => !/^\|[\s:|-]+\|$/.test(line));
  return rows
    .map((row) => row.replace(/^\| ?| ?\|$/g, '').replaceAll(' | ', '  '))
    .map((row, index) => `  ${index === 0 ? palette.dim(row) : inlineText(row, palette)}`.trimEnd())
    .join('\n');
}

function listText(lines: readonly string[], palette: Palette, width: number): string {
  const items: string[] = [];
  for (const line of lines) {
    if (/^[-*] /.test(line)) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items.flatMap((item) => wrapText(inlineText(item, palette), width, '  - ', '    ')).join('\n');
}

/** Links as `title <address>`, code without its marks. */
function inlineText(text: string, palette: Palette): string {
  return text
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_link, title: string, address: string) =>
      /^https?:/.test(address) ? `${title} ${palette.blue(address)}` : title,
    )
    .replace(/`([^`]+)`/g, (_code, code: string) =>
      code
        .split(' ')
        .map((word) => palette.bold(word))
        .join(' '),
    );
}
