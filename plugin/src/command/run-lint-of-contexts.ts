import { type ClusterFinding, compareFindings } from '@kubectl-autoscale/core/advisor';
import type { LintSettings } from '@kubectl-autoscale/core/lint';

import { workspaceRoot } from '../composition/lint-workspace.ts';
import { openLiveManifests } from '../composition/live-manifests.ts';
import { writeReport } from '../composition/report-files.ts';
import { contextsFindingsText } from '../output/contexts-text.ts';
import { progressLine } from '../output/progress-line.ts';
import { structuredText } from '../output/structured-text.ts';
import { terminalStyle } from '../output/terminal-style.ts';
import { cancellation } from './cancellation.ts';
import { liveFindings } from './cluster-findings.ts';
import { eachContext, exitCodeOf } from './each-context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { FileSettings } from './file-settings.ts';
import type { LintCall } from './lint-call.ts';
import { lintCluster, liveKinds } from './lint-cluster.ts';
import { isOverLimits } from './lint-verdict.ts';
import { print } from './print.ts';
import { selectorPredicate } from './selector-predicate.ts';
import { talk } from './talk.ts';
import { UsageError } from './usage-error.ts';

/** Lints the live objects of several contexts and says which findings are not in all of them. A context that is away weighs more than findings. */
export async function runLintOfContexts(call: LintCall, contexts: readonly string[]): Promise<number> {
  const { paths, flags, fromFlags, destinations } = call;
  if (paths.length > 0) throw new UsageError('--cluster lints live objects and takes no paths');
  const other = destinations.find(({ format }) => format !== 'text' && format !== 'json');
  if (other) throw new UsageError(`--contexts is reported as text or json, not as ${other.format}`);
  const selected = selectorPredicate(flags.selector);
  if (!selected.ok) throw new UsageError(selected.error);
  const settings = await new FileSettings(await workspaceRoot(['.']), flags.config, fromFlags).of('.');
  const signal = cancellation();
  const progress = progressLine(process.stderr);
  const answers = await eachContext(contexts, (context) =>
    lintContext(call, context, { settings, isSelected: selected.value, signal, progress }),
  ).finally(() => progress.clear());
  if (answers.answers.length === 0) return exitCodeOf(answers);
  const isOwnNamespace = flags.namespace === undefined && !flags['all-namespaces'];
  const report = compareFindings({
    answers: answers.answers.map(({ context, report: { findings } }) => ({ context, report: findings })),
    unavailable: answers.unavailable,
    isOwnNamespace,
  });
  const style = terminalStyle(process.stdout, process.env);
  for (const { format, path } of destinations) {
    const text =
      format === 'json'
        ? structuredText(report, 'json')
        : contextsFindingsText(report, style, isOwnNamespace);
    if (path === undefined) print(text);
    else await writeReport(path, text);
  }
  if (answers.unavailable.length > 0) return exitCodeOf(answers);
  return answers.answers.some(({ report: { isOver } }) => isOver) ? EXIT_CODES.findings : EXIT_CODES.ok;
}

interface ContextLint {
  readonly findings: readonly ClusterFinding[];
  readonly isOver: boolean;
}

async function lintContext(
  { flags }: LintCall,
  context: string,
  {
    settings,
    isSelected,
    signal,
    progress,
  }: {
    readonly settings: LintSettings;
    readonly isSelected: (labels: Readonly<Record<string, string>>) => boolean;
    readonly signal: AbortSignal;
    readonly progress: ReturnType<typeof progressLine>;
  },
): Promise<ContextLint> {
  const live = await openLiveManifests({
    ...flags,
    context,
    kinds: liveKinds(),
    signal,
    onProgress: (kind, done, total) =>
      progress.step(done, total, `${context}: reading ${kind} (${done} of ${total})`),
  });
  const { result } = lintCluster(live, settings, isSelected);
  if (live.forbidden.length > 0) {
    talk(`${context}: you may not list ${live.forbidden.join(', ')}: rules that need them stay silent`);
  }
  const findings = flags.quiet
    ? result.findings.filter(({ severity }) => severity === 'error')
    : result.findings;
  return { findings: liveFindings(findings), isOver: isOverLimits(result, flags) };
}
