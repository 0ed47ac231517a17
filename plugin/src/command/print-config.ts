import { matchesGlob } from '@kubectl-autoscale/core/lint';

import { pathFromHere, pathInWorkspace, workspaceRoot } from '../composition/lint-workspace.ts';
import { settingsText } from '../output/settings-text.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { FileSettings } from './file-settings.ts';
import type { LintCall } from './lint-call.ts';
import { print } from './print.ts';

/** Prints what holds for a file and where each setting comes from. */
export async function printConfig(path: string, { flags, fromFlags }: LintCall): Promise<number> {
  const root = await workspaceRoot([path]);
  const settings = new FileSettings(root, flags.config, fromFlags);
  const inWorkspace = pathInWorkspace(root, path);
  const config = await settings.configOf(inWorkspace);
  print(
    settingsText(path, {
      settings: await settings.of(inWorkspace),
      fromFlags,
      ...(config && {
        config: { shown: pathFromHere(root, config.path), lineOf: config.lineOf, sources: config.sources },
      }),
      matchesFile: (globs) => globs.some((glob) => matchesGlob(glob, inWorkspace)),
    }),
  );
  return EXIT_CODES.ok;
}
