import { markdownTable } from '@kubectl-autoscale/core/units';

import { htmlList, htmlTable, htmlTrack, text } from './html-page.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** A table of a report, whatever it is drawn with. All of it is text. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** What the figures mean, one or two sentences. */
  readonly intro: string;
  readonly heads: readonly string[];
  /** Heads of the columns, beside the first, that hold words and not figures. */
  readonly words?: readonly string[];
  readonly rows: readonly SectionRow[];
  /** What stands below it, one sentence each. */
  readonly notes?: readonly string[];
  /** What is said where there are no rows. */
  readonly none: string;
}

export interface SectionRow {
  readonly cells: readonly string[];
  /** Drawn behind the first cell where there is room for it: a stretch of 0–1. */
  readonly bar?: readonly [from: number, to: number];
  readonly kind?: 'sum' | 'error' | 'warning' | 'info';
}

/** As a section of a page. */
export function htmlSection(table: ReportSection, mostRows: number): string {
  const hasBars = table.rows.some(({ bar }) => bar !== undefined);
  const [first = '', ...others] = table.heads;
  const rows = table.rows.slice(0, mostRows).map(({ cells, bar, kind }) => {
    const [name = '', ...rest] = cells.map(text);
    const drawn = hasBars ? [bar ? htmlTrack(...bar) : ''] : [];
    // Names are long: they break behind their slashes.
    return { cells: [name.replaceAll('/', '/<wbr>'), ...drawn, ...rest], ...(kind && { kind }) };
  });
  const body =
    rows.length === 0
      ? `<p>${text(table.none)}</p>`
      : htmlTable(table.title, [first, ...(hasBars ? [''] : []), ...others], rows, table.words);
  const more = moreThan(table, mostRows);
  return `<section id="${text(table.id)}"><h2>${text(table.title)}</h2>
<p class="dim">${text(table.intro)}</p>
${body}
${more === '' ? '' : `<p class="dim">${text(more)}</p>`}
${htmlList(table.notes ?? [])}</section>`;
}

/** As a section of Markdown. */
export function markdownSection(table: ReportSection, mostRows: number): string {
  const cells = table.rows.slice(0, mostRows).map((row) => row.cells);
  return [
    `## ${table.title}`,
    table.intro,
    cells.length === 0 ? table.none : markdownTable(table.heads, cells).trimEnd(),
    moreThan(table, mostRows),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** For a terminal: no intro, which `--html` and `-o markdown` have. */
export function textSection(table: ReportSection, mostRows: number, { palette }: TerminalStyle): string {
  const rows = table.rows.slice(0, mostRows).map((row) => row.cells);
  const heads = table.heads.map((each) => palette.dim(each.toUpperCase()));
  return [
    palette.bold(table.title),
    rows.length === 0 ? table.none : textTable([heads, ...rows]),
    palette.dim(moreThan(table, mostRows)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function moreThan({ rows }: ReportSection, mostRows: number): string {
  return rows.length > mostRows ? `… and ${rows.length - mostRows} more: -o json has them all` : '';
}
