import type { DoctorCheck, DoctorReport, DoctorState } from '@kubectl-autoscale/core/advisor';
import { wrapText } from '@kubectl-autoscale/core/units';

import type { ReportRows } from './report-table.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { widthOf } from './text-table.ts';

const MARKS: Readonly<Record<DoctorState, readonly [unicode: string, ascii: string]>> = {
  ok: ['✓', 'ok'],
  warning: ['!', '! '],
  problem: ['✗', 'x '],
  skipped: ['–', '- '],
};

/** The checks by area, each with its mark, what was found, and what to do; the count in the last line. */
export function doctorText({ checks, summary }: DoctorReport, style: TerminalStyle): string {
  const areas = [...new Set(checks.map(({ area }) => area))];
  const blocks = areas.map((area) => {
    const own = checks.filter((check) => check.area === area);
    return [style.palette.bold(area), ...own.flatMap((check) => checkLines(check, style))].join('\n');
  });
  return `${[...blocks, summaryText(summary, style)].join('\n\n')}\n`;
}

function checkLines({ name, state, text, remedies }: DoctorCheck, style: TerminalStyle): readonly string[] {
  const { palette, unicode, columns } = style;
  const [sign, ascii] = MARKS[state];
  const mark = unicode ? sign : ascii;
  const dress = { ok: palette.green, warning: palette.yellow, problem: palette.red, skipped: palette.dim }[
    state
  ];
  const indent = ' '.repeat(widthOf(mark) + 3);
  const [first = '', ...rest] = wrapText(`${name}: ${text}`, columns - indent.length);
  return [
    `  ${dress(mark)} ${first}`,
    ...rest.map((line) => indent + line),
    ...remedies.flatMap((remedy, index) =>
      wrapText(remedy, columns, `${indent}${index === 0 ? 'you may  ' : 'or       '}`, `${indent}         `),
    ),
  ];
}

function summaryText(
  { ok, warning, problem, skipped }: DoctorReport['summary'],
  { palette }: TerminalStyle,
): string {
  const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  const parts = [counted(problem, 'problem'), counted(warning, 'warning'), `${ok} fine`];
  const text = [...parts, ...(skipped > 0 ? [`${skipped} not tried`] : [])].join(', ');
  return problem > 0 ? palette.red(text) : warning > 0 ? palette.yellow(text) : palette.green(text);
}

export function doctorRows({ checks }: DoctorReport): ReportRows<DoctorCheck> {
  return {
    rows: checks,
    columns: [
      { title: 'AREA', text: ({ area }) => area },
      { title: 'CHECK', text: ({ name }) => name },
      { title: 'STATE', text: ({ state }) => state },
      { title: 'FOUND', text: ({ text }) => text },
      { title: 'TO DO', text: ({ remedies }) => remedies.join('; ') },
    ],
    name: ({ area, name }) => `${area}/${name}`,
  };
}
