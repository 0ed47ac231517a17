import { unifiedPatch } from '../output/unified-patch.ts';
import { changesOf } from './apply-lint-fixes.ts';
import { FileSettings } from './file-settings.ts';
import type { LintCall } from './lint-call.ts';
import { lintExitCode } from './lint-exit-code.ts';
import { lintFiles, type LintHelp } from './lint-files.ts';
import { openCallWorkspace } from './open-call-workspace.ts';
import { talk } from './talk.ts';

/** Prints the safe fixes as a patch and answers the exit code. */
export async function runFixDryRun(call: LintCall, help: LintHelp): Promise<number> {
  const { flags, fromFlags } = call;
  const workspace = await openCallWorkspace(call);
  const settings = new FileSettings(workspace.root, flags.config, fromFlags);
  const { fixed, problems, notes } = await lintFiles(workspace, settings, {
    render: flags.render ?? 'off',
    withFixes: true,
    help,
  });
  for (const note of notes) talk(`note: ${note}`);
  const changes = fixed ? changesOf(workspace, fixed) : [];
  process.stdout.write(unifiedPatch(changes));
  if (changes.length === 0) talk('nothing to fix');
  return lintExitCode([...workspace.unreadable, ...problems], 'ok');
}
