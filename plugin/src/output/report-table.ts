import { markdownTable } from '@kubectl-autoscale/core/units';

import { foldLines } from './fold-lines.ts';
import { structuredText } from './structured-text.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

/** The formats of commands whose answer is a table: `table` and `wide` for people, the others for programs and pages. */
export const tableFormats = ['table', 'wide', 'json', 'yaml', 'name', 'csv', 'markdown'] as const;

export type TableFormat = (typeof tableFormats)[number];

/** A column: what people read, and, where that is rounded or carries a unit, the plain value that a spreadsheet wants. */
export interface ReportColumn<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly value?: (row: Row) => string | number | undefined;
}

/** A report as rows: the same rows and columns are printed as wide table, CSV and Markdown. */
export interface ReportRows<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly ReportColumn<Row>[];
  /** `deployment.apps/chat`, as `kubectl -o name` has it. */
  readonly name: (row: Row) => string;
}

/**
 * A report in the asked format. `text` is how it is laid out for people, which may say more than the rows do.
 */
export function formatReport<Report extends object, Row>(
  report: Report,
  format: TableFormat,
  style: TerminalStyle,
  layouts: {
    readonly text: (report: Report, style: TerminalStyle) => string;
    readonly rows: (report: Report) => ReportRows<Row>;
    /** Where the text has more to show on a wide screen than its rows; otherwise `wide` is all columns of the rows. */
    readonly wide?: (report: Report, style: TerminalStyle) => string;
  },
): string {
  switch (format) {
    case 'table':
      return foldLines(layouts.text(report, style), style.lineWidth);
    case 'json':
    case 'yaml':
      return structuredText(report, format);
    case 'wide':
      return layouts.wide?.(report, style) ?? wideText(layouts.rows(report), style);
    case 'name':
      return nameText(layouts.rows(report));
    case 'csv':
      return csvText(layouts.rows(report));
    case 'markdown':
      return markdownText(layouts.rows(report));
  }
}

function wideText<Row>({ rows, columns }: ReportRows<Row>, { palette }: TerminalStyle): string {
  const header = columns.map(({ title }) => palette.dim(title));
  return `${textTable([header, ...rows.map((row) => columns.map(({ text }) => text(row)))])}\n`;
}

function nameText<Row>({ rows, name }: ReportRows<Row>): string {
  return [...new Set(rows.map(name))].map((line) => `${line}\n`).join('');
}

function markdownText<Row>({ rows, columns }: ReportRows<Row>): string {
  const head = columns.map(({ title }) => title);
  return `${markdownTable(
    head,
    rows.map((row) => columns.map(({ text }) => text(row))),
  )}\n`;
}

/** RFC 4180, with line feeds: the header in lower case, then plain values, numbers without their units. */
function csvText<Row>({ rows, columns }: ReportRows<Row>): string {
  const header = columns.map(({ title }) => title.toLowerCase().replaceAll(' ', '_'));
  const lines = rows.map((row) =>
    columns.map(({ text, value }) => {
      const cell = value === undefined ? text(row) : (value(row) ?? '');
      return typeof cell === 'number' ? plainNumber(cell) : csvCell(cell);
    }),
  );
  return [header, ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}

/** Whole numbers whole, others to the six digits that measure something: what follows differs from one runtime to the next. */
function plainNumber(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe, as text cells have there. */
function csvCell(text: string): string {
  const safe = /^[=+@\t\r]|^-[^\d]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
