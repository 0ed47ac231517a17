import type { SourceFile } from '../manifest/source-file.ts';
import { type FileRuleId, fileRules, ruleOfProblem } from './file-rules.ts';
import type { Finding } from './finding.ts';
import { formatMessage } from './message.ts';
import { inFile } from './run-rule.ts';
import type { LintSettings } from './settings.ts';
import { configuredSeverity } from './severity.ts';
import type { LeftOverSuppression } from './suppress.ts';

/** What is wrong with the file itself and with its suppressions. These findings cannot be suppressed in the file. */
export function fileFindings(
  file: SourceFile,
  leftOver: readonly LeftOverSuppression[],
  settings: LintSettings,
): readonly Finding[] {
  const problems = file.problems.map((problem) =>
    finding(file, problem.range, ruleOfProblem[problem.code], 'problem', { message: problem.message }),
  );
  const suppressions = leftOver.map(({ suppression, problem, meant, place = '' }) => {
    const rule = suppression.ruleId ?? 'any rule';
    if (problem === 'without-reason') {
      return finding(file, suppression.range, 'suppression-without-reason', 'missing', { rule });
    }
    const suggestion = meant === undefined ? '' : `; did you mean ${meant}?`;
    return finding(file, suppression.range, 'unused-suppression', problem, { rule, suggestion, place });
  });
  return [...problems, ...suppressions].flatMap((item) => {
    const severity = configuredSeverity(fileRules[item.ruleId as FileRuleId], settings, file.path, undefined);
    if (severity === 'off') return [];
    return [severity === undefined ? item : { ...item, severity }];
  });
}

function finding(
  file: SourceFile,
  range: Finding['range'],
  ruleId: FileRuleId,
  messageId: string,
  data: Readonly<Record<string, string>>,
): Finding {
  const { meta } = fileRules[ruleId];
  const messages: Readonly<Record<string, string>> = meta.messages;
  return {
    ruleId,
    severity: meta.severity,
    message: formatMessage(messages[messageId] ?? '', data),
    why: meta.why,
    ...inFile(file, range),
    related: [],
    fixes: [],
  };
}
