import { type LintWorkspace, pathFromHere } from '../composition/lint-workspace.ts';
import { judge, openAcceptedFindings } from './accepted-findings.ts';
import { applyLintFixes } from './apply-lint-fixes.ts';
import { cancellation } from './cancellation.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { FileSettings } from './file-settings.ts';
import type { LintCall } from './lint-call.ts';
import { lintExitCode } from './lint-exit-code.ts';
import { type LintedFiles, lintFiles, type LintHelp } from './lint-files.ts';
import { isOverLimits } from './lint-verdict.ts';
import { openCallWorkspace } from './open-call-workspace.ts';
import { talk } from './talk.ts';
import { UsageError } from './usage-error.ts';
import { writeReports } from './write-reports.ts';

/** Lints files, folders and standard input; answers the exit code. Needs no oclif. */
export async function runLintOfFiles(call: LintCall, help: LintHelp = {}): Promise<number> {
  const { flags, fromFlags, destinations, toolVersion } = call;
  const accepted = await openAcceptedFindings(flags.baseline, flags['update-baseline']);
  if (!accepted.ok) throw new UsageError(accepted.error);
  const workspace = await openCallWorkspace(call);
  const settings = new FileSettings(workspace.root, flags.config, fromFlags);
  const linted = await lintFiles(workspace, settings, {
    render: flags.render ?? 'off',
    withFixes: flags.fix,
    help,
  });
  for (const note of linted.notes) talk(`note: ${note}`);
  const problems = [...workspace.unreadable, ...linted.problems];
  const fixing = await applyFixes(workspace, linted);
  if (fixing === 'cancelled') return EXIT_CODES.cancelled;
  const judged = await judge(linted.result, accepted.value, workspace.reportOn);
  const context = {
    files: linted.index.files,
    toolVersion,
    shownPath: (path: string) => pathFromHere(workspace.root, path),
    acceptedByBaseline: judged.accepted,
  };
  // The fixed text took standard output.
  const stream = workspace.standIn !== undefined && flags.fix ? process.stderr : process.stdout;
  await writeReports(destinations, judged.result, context, call.reporting(stream));
  for (const line of judged.talk) talk(line);
  if (linted.result.filesChecked === 0 && problems.length === 0) {
    talk('warning: no Kubernetes manifest was found in what was named');
  }
  return lintExitCode(
    problems,
    fixing === 'refused' || !isOverLimits(judged.result, flags) ? fixing : 'found',
  );
}

/** Writes the fixed files, or the fixed text to standard output. `refused`: a file had to be left as it was. */
async function applyFixes(
  workspace: LintWorkspace,
  { fixed }: LintedFiles,
): Promise<'ok' | 'refused' | 'cancelled'> {
  if (!fixed) return 'ok';
  const { standIn } = workspace;
  if (standIn !== undefined) {
    process.stdout.write(fixed.index.files.get(standIn)?.text ?? '');
    return 'ok';
  }
  const { lines, outcome } = await applyLintFixes(workspace, fixed, cancellation());
  for (const line of lines) talk(line);
  return outcome === 'written' ? 'ok' : outcome;
}
