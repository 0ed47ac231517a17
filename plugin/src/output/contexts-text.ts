import {
  type ContextsAnalysis,
  type ContextsCost,
  type ContextsFindings,
  findingSubject,
  type ReportDrift,
  type WorkloadReport,
  workloadSubject,
} from '@kubectl-autoscale/core/advisor';
import { formatNumber, formatPrice, formatRate } from '@kubectl-autoscale/core/units';

import { costRows } from './cost-rows.ts';
import type { ReportRows } from './report-table.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';
import { workloadCells, workloadHeads, workloadRows } from './workload-list-text.ts';

/** A row and the context that it is of. */
interface InContext<Row> {
  readonly context: string;
  readonly row: Row;
}

/** The rows of each context under each other, the context first. */
function rowsOfContexts<Row>(
  tables: readonly { readonly context: string; readonly table: ReportRows<Row> }[],
): ReportRows<InContext<Row>> {
  const [first] = tables;
  return {
    rows: tables.flatMap(({ context, table }) => table.rows.map((row) => ({ context, row }))),
    columns: [
      { title: 'CONTEXT', text: ({ context }) => context },
      ...(first?.table.columns ?? []).map(({ title, text, value }) => ({
        title,
        text: ({ row }: InContext<Row>) => text(row),
        ...(value && { value: ({ row }: InContext<Row>) => value(row) }),
      })),
    ],
    name: ({ context, row }) => `${context}/${first?.table.name(row) ?? ''}`,
  };
}

/** Workloads of all contexts, those of one name under each other, then what differs. */
export function contextsAnalysisText(
  { contexts, drift }: ContextsAnalysis,
  style: TerminalStyle,
  isOwnNamespace: boolean,
): string {
  const subject = (report: WorkloadReport): string => workloadSubject(report, isOwnNamespace);
  const rows = contexts
    .flatMap(({ context, report }, at) => report.items.map((item) => ({ context, at, item })))
    .sort((a, b) => compare(subject(a.item), subject(b.item)) || a.at - b.at)
    .map(({ context, item }) => [context, ...workloadCells(item, style)]);
  const heads = ['CONTEXT', ...workloadHeads].map((cell) => style.palette.dim(cell));
  const table =
    rows.length === 0 ? 'no Deployment or StatefulSet in any context' : textTable([heads, ...rows]);
  return `${table}\n\n${driftText(drift, namesOf(contexts), style)}\n`;
}

export function contextsAnalysisRows({ contexts }: ContextsAnalysis): ReportRows<InContext<WorkloadReport>> {
  return rowsOfContexts(
    contexts.map(({ context, report }) => ({ context, table: workloadRows(report.items) })),
  );
}

/** A row for each group, a column for each context, and how many times the least the most is. */
export function contextsCostText({ contexts }: ContextsCost, { palette }: TerminalStyle): string {
  const [first] = contexts;
  if (first === undefined) return '';
  const { currency } = first.report.now;
  const names = [...new Set(contexts.flatMap(({ report }) => report.rows.map(({ name }) => name)))];
  const rows = names.map((name) => ({
    name,
    values: contexts.map(({ report }) => report.rows.find((row) => row.name === name)?.perHour),
  }));
  const most = ({ values }: (typeof rows)[number]): number =>
    Math.max(0, ...values.flatMap((each) => each ?? []));
  const line = (name: string, values: readonly (number | undefined)[]): string[] => [
    name,
    ...values.map((value) => (value === undefined ? '–' : formatRate(value, currency))),
    apart(values),
  ];
  const whole = (of: 'now' | 'idle'): number[] => contexts.map(({ report }) => report[of].perHour);
  const heads = [first.report.by.toUpperCase(), ...namesOf(contexts), 'APART'].map((cell) =>
    palette.dim(cell),
  );
  const month = contexts.map(({ report }) => formatPrice(report.now.perMonth, currency));
  return `${textTable([
    heads,
    ...[...rows]
      .sort((a, b) => most(b) - most(a) || compare(a.name, b.name))
      .map(({ name, values }) => line(name, values)),
    line(palette.dim('(idle)'), whole('idle')),
    line(palette.bold('in all'), whole('now')),
    [palette.bold('a month'), ...month],
  ])}\n`;
}

export function contextsCostRows({
  contexts,
}: ContextsCost): ReturnType<typeof rowsOfContexts<ReturnType<typeof costRows>['rows'][number]>> {
  return rowsOfContexts(contexts.map(({ context, report }) => ({ context, table: costRows(report) })));
}

/** `×3.2`; `not in all` where a context lacks it. */
function apart(values: readonly (number | undefined)[]): string {
  const known = values.flatMap((each) => each ?? []);
  if (known.length < values.length) return 'not in all';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? 'same' : least === 0 ? '' : `×${formatNumber(most / least, 2)}`;
}

/** Each finding once, with the contexts that have it. */
export function contextsFindingsText(
  { contexts }: ContextsFindings,
  { palette }: TerminalStyle,
  isOwnNamespace: boolean,
): string {
  const found = new Map<string, { severity: string; message: string; in: Set<string> }>();
  for (const { context, findings } of contexts) {
    for (const finding of findings) {
      const subject = findingSubject(finding, isOwnNamespace);
      const known = found.get(subject) ?? { ...finding, in: new Set<string>() };
      known.in.add(context);
      found.set(subject, known);
    }
  }
  if (found.size === 0) return `no findings in ${namesOf(contexts).join(', ')}\n`;
  const heads = ['SEVERITY', 'RULE', 'OBJECT', ...namesOf(contexts)].map((cell) => palette.dim(cell));
  const rows = [...found]
    .sort(([a, left], [b, right]) => compare(left.severity, right.severity) || compare(a, b))
    .map(([subject, { severity, in: having }]) => {
      const [rule = '', object = ''] = subject.split(' ');
      return [severity, rule, object, ...namesOf(contexts).map((name) => (having.has(name) ? 'yes' : '–'))];
    });
  const differing = [...found.values()].filter(({ in: having }) => having.size < contexts.length).length;
  return `${textTable([heads, ...rows])}\n\n${found.size} findings, ${differing} of them not in all contexts; explain RULE says what is meant\n`;
}

function driftText(
  drift: readonly ReportDrift[],
  names: readonly string[],
  { palette }: TerminalStyle,
): string {
  if (names.length < 2) return palette.dim('one context: nothing to hold it against');
  if (drift.length === 0) {
    return palette.dim(`no drift: what is configured is the same in ${names.join(', ')}`);
  }
  const heads = ['DRIFT', 'FIELD', ...names].map((cell) => palette.dim(cell));
  const rows = drift.map(({ subject, field, values }) => [
    subject,
    field,
    ...names.map((name) => String(values[name] ?? '–')),
  ]);
  return textTable([heads, ...rows]);
}

function namesOf(contexts: readonly { readonly context: string }[]): readonly string[] {
  return contexts.map(({ context }) => context);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
