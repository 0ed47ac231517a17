import type { Rule } from '@kubectl-autoscale/core/lint';

import type { TerminalStyle } from './terminal-style.ts';
import { textTable } from './text-table.ts';

type DescribedRule = Pick<Rule, 'id' | 'meta'>;

/** All rules by category, one a line: name, severity, whether `--fix` mends it, what it finds. */
export function ruleListText(rules: readonly DescribedRule[], { palette, columns }: TerminalStyle): string {
  const rows = rules
    .toSorted(
      (a, b) => a.meta.category.localeCompare(b.meta.category, 'en') || a.id.localeCompare(b.id, 'en'),
    )
    .map(({ id, meta }) => [
      palette.bold(id),
      meta.severity,
      meta.preset === 'strict' ? 'strict' : '',
      meta.fix === 'safe' ? '--fix' : '',
      meta.summary,
    ]);
  const narrow = rows.map((row) => row.slice(0, -1));
  const indent = Math.max(
    ...textTable(narrow)
      .split('\n')
      .map((line) => line.length),
  );
  // A summary that would be cut to a stump helps nobody.
  return `${textTable(columns - indent < 40 ? narrow : rows)}\n`;
}

/** A page for a rule that has none of its own: those that the engine itself reports. */
export function ruleSummaryPage({ id, meta }: DescribedRule): string {
  const references = meta.references.map(({ title, url }) => `- [${title}](${url})`);
  return [
    `# ${id}`,
    meta.summary,
    `| severity | preset |\n| --- | --- |\n| ${meta.severity.padEnd('severity'.length)} | ${meta.preset} |`,
    '## What happens',
    meta.why,
    '## The fix',
    meta.remediation,
    ...(references.length > 0 ? ['## Where it comes from', references.join('\n')] : []),
  ].join('\n\n');
}
