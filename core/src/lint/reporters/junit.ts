import type { Finding } from '../finding.ts';
import type { LintResult } from '../lint-result.ts';

/** JUnit XML: a suite for each file with findings, a failed case for each finding. A clean run is one case that passed. */
export function reportJunit(result: LintResult): string {
  const files = [...new Set(result.findings.map(({ file }) => file))];
  const suites = files.map((file) =>
    suite(
      file,
      result.findings.filter((finding) => finding.file === file),
    ),
  );
  const clean =
    '  <testsuite name="lint" tests="1" failures="0">\n    <testcase name="no findings" classname="lint"/>\n  </testsuite>\n';
  const count = result.findings.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="kubectl-autoscale lint" tests="${Math.max(1, count)}" failures="${count}">\n`,
    ...(count === 0 ? [clean] : suites),
    '</testsuites>\n',
  ].join('');
}

function suite(file: string, findings: readonly Finding[]): string {
  const cases = findings.map(({ ruleId, severity, message, why, start }) => {
    const name = escapeXml(`${ruleId} at ${start.line}:${start.column}`);
    const text = escapeXml(`${file}:${start.line}:${start.column}\n${why}`);
    return (
      `    <testcase name="${name}" classname="${escapeXml(file)}">\n` +
      `      <failure type="${severity}" message="${escapeXml(message)}">${text}</failure>\n` +
      '    </testcase>\n'
    );
  });
  const count = findings.length;
  return `  <testsuite name="${escapeXml(file)}" tests="${count}" failures="${count}">\n${cases.join('')}  </testsuite>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

function escapeXml(text: string): string {
  // XML 1.0 has no way to write the other control characters.
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const writable = text.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '');
  return writable.replace(/[&<>"\n]/g, (mark) => entities[mark] ?? mark);
}
