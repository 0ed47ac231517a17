import type { Severity } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands that GitHub Actions turns into annotations:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions. A range over lines has no columns there.
 */
export function reportGithub(result: LintResult): string {
  return result.findings
    .map(({ file, start, end, severity, message, why, ruleId }) => {
      const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
      const properties = { file, line: start.line, endLine: end.line, ...columns, title: ruleId };
      const written = Object.entries(properties).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      return `::${commands[severity]} ${written.join(',')}::${escapeData(sentence(message, why))}\n`;
    })
    .join('');
}

function sentence(message: string, why: string): string {
  return why === '' ? message : `${message}. ${why}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
