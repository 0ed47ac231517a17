import type { ReportContext } from '@kubectl-autoscale/core/lint';

import { workspaceRoot } from '../composition/lint-workspace.ts';
import { openLiveManifests } from '../composition/live-manifests.ts';
import { progressLine } from '../output/progress-line.ts';
import { cancellation } from './cancellation.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { FileSettings } from './file-settings.ts';
import type { LintCall } from './lint-call.ts';
import { lintCluster, liveKinds } from './lint-cluster.ts';
import { isOverLimits } from './lint-verdict.ts';
import { selectorPredicate } from './selector-predicate.ts';
import { talk } from './talk.ts';
import { UsageError } from './usage-error.ts';
import { writeReports } from './write-reports.ts';

/** Lints the live objects of a cluster. */
export async function runLintOfCluster(call: LintCall): Promise<number> {
  const { paths, flags, fromFlags, destinations, toolVersion } = call;
  if (paths.length > 0) throw new UsageError('--cluster lints live objects and takes no paths');
  const intoFiles = destinations.find(({ format }) => ['sarif', 'github', 'gitlab'].includes(format));
  if (intoFiles) {
    throw new UsageError(`${intoFiles.format} reports point into files, and live objects have none`);
  }
  const selected = selectorPredicate(flags.selector);
  if (!selected.ok) throw new UsageError(selected.error);
  const settings = new FileSettings(await workspaceRoot(['.']), flags.config, fromFlags);
  const progress = progressLine(process.stderr);
  const live = await openLiveManifests({
    ...flags,
    kinds: liveKinds(),
    signal: cancellation(),
    onProgress: (kind, done, total) => progress.step(done, total, `reading ${kind} (${done} of ${total})`),
  }).finally(() => progress.clear());
  const { result, files } = lintCluster(live, await settings.of('.'), selected.value);
  const context: ReportContext = { files, toolVersion, isLive: true };
  await writeReports(destinations, result, context, call.reporting(process.stdout));
  if (live.forbidden.length > 0) {
    talk(`you may not list ${live.forbidden.join(', ')}: rules that need them stay silent`);
  }
  return isOverLimits(result, flags) ? EXIT_CODES.findings : EXIT_CODES.ok;
}
