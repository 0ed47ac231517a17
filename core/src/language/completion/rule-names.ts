import { rules } from '../../lint/rules/index.ts';
import type { Completion, CompletionPlace } from './completion-place.ts';

const DIRECTIVE = /#[ \t]*autoscale-disable(?:-next-line|-line|-file)?[ \t]+(?:[\w-]+[ \t,]+)*[\w-]*$/;

/** Rules in a comment that silences them. */
export function ruleCompletions({ file, offset }: CompletionPlace): readonly Completion[] {
  const start = file.text.lastIndexOf('\n', offset - 1) + 1;
  const before = file.text.slice(start, offset);
  if (!DIRECTIVE.test(before) || before.includes(' --')) return [];
  return rules.map(({ id, meta }) => ({ label: id, detail: meta.severity, documentation: meta.summary }));
}
