import type { Finding, Fix } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import { codeFrame, withoutControls } from './code-frame.ts';
import { type Palette, plainPalette } from './palette.ts';
import type { ReportContext } from './report-context.ts';

export interface TextReportOptions {
  readonly palette?: Palette;
  /** Columns of the terminal; the place of a finding is set flush right. */
  readonly width?: number;
  /** How long the run took, for the last line: `0.21 s`. */
  readonly elapsed?: string;
}

const gutter = 5;

/** For people: each finding with its code, why it matters and what to do, and a last line that counts. */
export function reportText(
  result: LintResult,
  context: ReportContext,
  options: TextReportOptions = {},
): string {
  const palette = options.palette ?? plainPalette;
  const blocks = result.findings.map((finding) =>
    findingBlock(finding, context, palette, options.width ?? 100),
  );
  const crashes = result.crashedRules.map(
    (crash) =>
      `rule ${crash.ruleId} failed on ${crash.object.kind} ${crash.object.name} in ${crash.file}: ${crash.message}\n`,
  );
  return [...blocks, ...crashes, summaryLine(result, options.elapsed)].join('\n');
}

function findingBlock(finding: Finding, context: ReportContext, palette: Palette, width: number): string {
  const lines = [headline(finding, palette, width)];
  const file = context.files.get(finding.file);
  const bar = palette.faint('│');
  const empty = ' '.repeat(gutter);
  if (file) {
    for (const line of codeFrame(file, finding)) {
      if (line.kind === 'source') {
        lines.push(`${palette.faint(String(line.number).padStart(gutter))} ${bar} ${line.text}`.trimEnd());
      } else {
        const marks = palette.severity(finding.severity, line.marks);
        lines.push(`${empty} ${bar} ${line.indent}${marks} ${withoutControls(finding.message)}`);
      }
    }
  } else {
    lines.push(`${empty} ${bar} ${withoutControls(finding.message)}`);
  }
  for (const related of finding.related) {
    lines.push(`${empty} ${bar} ${related.file}:${related.start.line}  ${withoutControls(related.message)}`);
  }
  if (finding.why !== '') lines.push(`   ${palette.faint('why')}   ${finding.why}`);
  for (const fix of finding.fixes) lines.push(`   ${palette.faint('fix')}   ${fixLine(fix)}`);
  return `${lines.join('\n')}\n`;
}

function headline(finding: Finding, palette: Palette, width: number): string {
  const place = `${finding.file}:${finding.start.line}:${finding.start.column}`;
  const severity = finding.severity.padEnd(7);
  const space = Math.max(2, width - severity.length - 1 - finding.ruleId.length - place.length);
  return `${palette.severity(finding.severity, severity)} ${palette.rule(finding.ruleId)}${' '.repeat(space)}${place}`;
}

function fixLine(fix: Fix): string {
  return fix.kind === 'safe' ? `${fix.title}  (--fix)` : `${fix.title}  (--fix leaves this to you)`;
}

function summaryLine(result: LintResult, elapsed: string | undefined): string {
  const count = (severity: Finding['severity']): number =>
    result.findings.filter((finding) => finding.severity === severity).length;
  const counts = [
    plural(count('error'), 'error'),
    plural(count('warning'), 'warning'),
    ...(count('info') > 0 ? [`${count('info')} info`] : []),
  ];
  const fixable = result.findings.filter((finding) =>
    finding.fixes.some((fix) => fix.kind === 'safe'),
  ).length;
  const parts = [
    `${counts.join(', ')} in ${plural(result.filesChecked, 'file')} (${plural(result.objectsChecked, 'object')})`,
    ...(fixable > 0 ? [`${fixable} fixable with --fix`] : []),
    ...(result.suppressed.length > 0 ? [`${result.suppressed.length} suppressed`] : []),
    ...(result.crashedRules.length > 0 ? [plural(result.crashedRules.length, 'rule failure')] : []),
    ...(elapsed === undefined ? [] : [elapsed]),
  ];
  return `${parts.join(' · ')}\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
