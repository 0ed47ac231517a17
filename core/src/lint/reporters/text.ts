import { wrapText } from '../../units/wrap-text.ts';
import type { Finding } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';
import { codeFrame, withoutControls } from './code-frame.ts';
import { type Palette, plainPalette } from './palette.ts';
import { type ReportContext, shownPath } from './report-context.ts';
import { summaryLine } from './summary-line.ts';

export interface TextReportOptions {
  readonly palette?: Palette;
  /** Columns of the terminal: the place of a finding is set flush right, and prose is wrapped. */
  readonly width?: number;
  /** How long the run took, for the last line: `0.21 s`. */
  readonly elapsed?: string;
}

const gutter = 5;

/** Where the texts after `why` and `fix` begin. */
const proseColumn = 9;

/** Narrower than this, a message is not squeezed in beside the marks. */
const narrowestMessage = 32;

/** Longer lines of prose are tiring to read, however wide the terminal is. */
const widest = 120;

/** For people: each finding with its code, why it matters and what to do, and a last line that counts. */
export function reportText(
  result: LintResult,
  context: ReportContext,
  options: TextReportOptions = {},
): string {
  const page = { context, palette: options.palette ?? plainPalette, width: options.width ?? 100 };
  const blocks = result.findings.map((finding) => findingBlock(finding, page));
  const crashes = result.crashedRules.map(
    (crash) =>
      `rule ${crash.ruleId} failed on ${crash.object.kind} ${crash.object.name} in ${shownPath(crash.file, context)}: ${crash.message}\n`,
  );
  return [...blocks, ...crashes, `${summaryLine(result, context, options.elapsed)}\n`].join('\n');
}

interface Page {
  readonly context: ReportContext;
  readonly palette: Palette;
  readonly width: number;
}

function findingBlock(finding: Finding, page: Page): string {
  const { context, palette } = page;
  const width = Math.min(page.width, widest);
  const edge = `${' '.repeat(gutter)} ${palette.faint('│')} `;
  const lines = [headline(finding, page), ...frame(finding, page, edge)];
  for (const related of finding.related) {
    const place =
      context.isLive === true ? related.file : `${shownPath(related.file, context)}:${related.start.line}`;
    lines.push(...wrapText(withoutControls(related.message), width, `${edge}${place}  `, `${edge}  `));
  }
  if (finding.why !== '') lines.push(...prose('why', finding.why, palette, width));
  lines.push(...fixLines(finding, context).flatMap((line) => prose('fix', line, palette, width)));
  return `${lines.join('\n')}\n`;
}

/** The marked code with the message beside the marks, or below them where it does not fit there. */
function frame(finding: Finding, { context, palette, width }: Page, edge: string): readonly string[] {
  const file = context.files.get(finding.file);
  const message = withoutControls(finding.message);
  const limit = Math.min(width, widest);
  if (!file) return wrapText(message, limit, edge);
  return codeFrame(file, finding, width - gutter - 3).flatMap((line) => {
    if (line.kind === 'source') {
      const number = context.isLive === true ? '' : String(line.number);
      return [`${palette.faint(number.padStart(gutter))} ${palette.faint('│')} ${line.text}`.trimEnd()];
    }
    const marks = `${edge}${line.indent}${palette.severity(finding.severity, line.marks)}`;
    const column = gutter + 3 + line.indent.length + line.marks.length + 1;
    if (column + Math.min(message.length, narrowestMessage) > limit) {
      return [marks, ...wrapText(message, limit, edge)];
    }
    const [first = '', ...rest] = wrapText(message, limit, ' '.repeat(column));
    return [`${marks} ${first.trimStart()}`, ...rest.map((text) => `${edge}${text.slice(gutter + 3)}`)];
  });
}

function headline(finding: Finding, { context, palette, width }: Page): string {
  const path = shownPath(finding.file, context);
  const place = context.isLive === true ? path : `${path}:${finding.start.line}:${finding.start.column}`;
  const severity = finding.severity.padEnd(7);
  const start = `${palette.severity(finding.severity, severity)} ${palette.rule(finding.ruleId)}`;
  const space = width - severity.length - 1 - finding.ruleId.length - place.length;
  // A place that does not fit keeps its own line whole: terminals and editors make it a link.
  return space < 2 ? `${start}\n        ${place}` : `${start}${' '.repeat(space)}${place}`;
}

function prose(label: string, text: string, palette: Palette, width: number): readonly string[] {
  const start = `   ${palette.faint(label)}`.padEnd(palette.faint(label).length - label.length + proseColumn);
  return wrapText(text, width, start, ' '.repeat(proseColumn));
}

/** Each fix with what applies it: of the fixes that change what runs, `fix --suggestions` takes a finding's first. */
function fixLines({ fixes, ruleId }: Finding, { isLive = false }: ReportContext): readonly string[] {
  return fixes.map(({ kind, title }, index) => {
    if (kind === 'safe') return `${title} (--fix)`;
    if (isLive) return title;
    return index === 0 ? `${title} (fix --rule ${ruleId} --suggestions)` : `${title} (by hand)`;
  });
}
