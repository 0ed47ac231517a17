import { type LintWorkspace, openLintWorkspace } from '../composition/lint-workspace.ts';
import { readStandardInput } from '../composition/standard-input.ts';
import { progressLine } from '../output/progress-line.ts';
import type { LintCall } from './lint-call.ts';
import { UsageError } from './usage-error.ts';

/** What standard input is called where it stands for no file. */
const STDIN_NAME = 'stdin.yaml';

/** A run that takes longer says what it is doing. */
const PROGRESS_AFTER_MS = 1000;

/** Reads the files and the standard input that a call of `lint` names. Throws UsageError. */
export async function openCallWorkspace({ paths: named, flags }: LintCall): Promise<LintWorkspace> {
  const paths = named.filter((path) => path !== '-');
  const isPiped = named.includes('-');
  const stdinName = flags['stdin-filename'];
  if (!isPiped && stdinName !== undefined) {
    throw new UsageError('--stdin-filename needs "-" among the paths');
  }
  if (isPiped && flags.fix && paths.length > 0) throw new UsageError('"-" with --fix takes no other paths');
  const progress = progressLine(process.stderr);
  const startedMs = performance.now();
  try {
    return await openLintWorkspace({
      paths: named.length === 0 ? ['.'] : paths,
      ...(isPiped && { standIn: { path: stdinName ?? STDIN_NAME, text: await readStandardInput() } }),
      // Who calls the named paths complete means these paths; a text without a name is in no repository.
      withRepository: flags.scope !== 'complete' && (!isPiped || stdinName !== undefined),
      onProgress: (done, total) => {
        if (performance.now() - startedMs > PROGRESS_AFTER_MS) {
          progress.step(done, total, `reading ${done} of ${total} files`);
        }
      },
    });
  } finally {
    progress.clear();
  }
}
