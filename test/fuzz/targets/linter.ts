import {
  applyFixes,
  createLinter,
  defaultLintSettings,
  type LintResult,
  reportCompact,
  reportGithub,
  reportGitlab,
  reportJson,
  reportJunit,
  reportSarif,
  reportText,
} from '#core/lint/index.ts';
import { createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';

import { textsOf } from '../seed-files.ts';
import { type FuzzTarget, hold } from '../target.ts';

/** Every rule, every report and every fix over any manifest. */
export const linter: FuzzTarget = {
  name: 'linter',
  longest: 4000,
  seeds: () => [...textsOf('examples/recipes', 3500), ...badExamples()],
  check: (text) => {
    const engine = createLinter({ ...defaultLintSettings, preset: 'strict' });
    const index = createWorkspaceIndex([parseSourceFile('a.yaml', text)]);
    const result = engine.lint(index);
    checkResult(result, text.length);
    checkReports(result, { files: index.files, toolVersion: '0.0.0' });
    const fixed = applyFixes(engine, index);
    checkResult(fixed.result, Infinity);
    const problemsBefore = index.files.get('a.yaml')?.problems.length ?? 0;
    for (const [path, after] of fixed.changed) {
      hold(parseSourceFile(path, after).problems.length <= problemsBefore, 'a fix breaks the file');
    }
    hold(applyFixes(engine, fixed.index).changed.size === 0, 'fixes do not come to rest');
  },
};

function checkResult({ findings, crashedRules }: LintResult, length: number): void {
  hold(crashedRules.length === 0, `${crashedRules[0]?.ruleId} crashed: ${String(crashedRules[0]?.message)}`);
  for (const { ruleId, message, range, fixes } of findings) {
    hold(range.start >= 0 && range.start <= range.end && range.end <= length, `${ruleId} points outside`);
    hold(message !== '' && !message.includes('[object '), `${ruleId} says: ${message}`);
    for (const fix of fixes) fix.edits();
  }
}

function checkReports(result: LintResult, context: Parameters<typeof reportJson>[1]): void {
  for (const report of [reportJson, reportSarif, reportGitlab]) JSON.parse(report(result, context));
  for (const report of [reportText, reportCompact]) {
    hold(typeof report(result, context) === 'string', 'no report');
  }
  reportGithub(result);
  // eslint-disable-next-line no-control-regex -- XML 1.0 has no place for these
  hold(!/[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(reportJunit(result)), 'no XML');
}

/** The first example of each rule's page. */
function badExamples(): readonly string[] {
  return textsOf('docs/rules', Infinity).flatMap((page) => /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? []);
}
