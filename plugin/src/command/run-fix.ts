import { unifiedPatch } from '../output/unified-patch.ts';
import { applyLintFixes, changesOf } from './apply-lint-fixes.ts';
import { cancellation } from './cancellation.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { FileSettings } from './file-settings.ts';
import type { LintCall } from './lint-call.ts';
import { lintExitCode } from './lint-exit-code.ts';
import { lintFiles, type LintHelp } from './lint-files.ts';
import type { FixChoice } from './lint-groups.ts';
import { openCallWorkspace } from './open-call-workspace.ts';
import { talk } from './talk.ts';

/** What becomes of the fixes that were found. */
export type FixMode =
  /** Written into the files; the patch is shown. */
  | 'write'
  /** The patch is printed, nothing written. */
  | 'dry-run'
  /** The same, and one that is not empty is a finding. */
  | 'check';

/** Applies, or only shows, the chosen fixes; answers the exit code. The patch goes to standard output, except where a fixed text goes there. */
export async function runFix(
  call: LintCall,
  help: LintHelp,
  choice: FixChoice,
  mode: FixMode,
): Promise<number> {
  const { flags, fromFlags } = call;
  const workspace = await openCallWorkspace(call);
  const settings = new FileSettings(workspace.root, flags.config, fromFlags);
  const { fixed, problems, notes } = await lintFiles(workspace, settings, {
    render: 'off',
    withFixes: choice,
    help,
  });
  for (const note of notes) talk(`note: ${note}`);
  const unread = [...workspace.unreadable, ...problems];
  const changes = fixed ? changesOf(workspace, fixed) : [];
  const { standIn } = workspace;
  if (standIn !== undefined && mode === 'write') {
    process.stdout.write(fixed?.index.files.get(standIn)?.text ?? '');
    return lintExitCode(unread, 'ok');
  }
  process.stdout.write(unifiedPatch(changes));
  if (changes.length === 0 && unread.length === 0) talk('nothing to fix');
  if (mode !== 'write' || !fixed) {
    return lintExitCode(unread, mode === 'check' && changes.length > 0 ? 'found' : 'ok');
  }
  const { lines, outcome } = await applyLintFixes(workspace, fixed, cancellation());
  for (const line of lines) talk(line);
  if (outcome === 'cancelled') return EXIT_CODES.cancelled;
  return lintExitCode(unread, outcome === 'refused' ? 'refused' : 'ok');
}
