import { mkdtemp, rm } from 'node:fs/promises';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createWorkspaceIndex, parseSourceFile, type WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import { SourceError } from '@kubectl-autoscale/core/ports';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';

import { runProgram } from './run-program.ts';

/** Manifests of a folder, or of a git revision. */
export interface ManifestTree {
  readonly index: WorkspaceIndex;
  /** For people. */
  readonly source: string;
}

const endings = ['.yaml', '.yml', '.json'];

/**
 * The manifests that a word of the command line names: a folder or file that is there, else a git revision, of which
 * `within` (the whole repository without it) is read. Throws SourceError.
 */
export async function openManifestTree(
  word: string,
  within: string | undefined,
  signal: AbortSignal,
): Promise<ManifestTree> {
  if (await isThere(word)) return { index: await readTree('.', [word]), source: word };
  return openRevision(word, within, signal);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

/** Reads through an archive of the revision: one call of git, whatever the number of files, and no checkout is touched. */
async function openRevision(
  revision: string,
  within: string | undefined,
  signal: AbortSignal,
): Promise<ManifestTree> {
  const commit = await commitOf(revision, signal);
  if (within !== undefined) await expectIn(revision, commit, within, signal);
  const folder = await mkdtemp(join(tmpdir(), 'kubectl-autoscale-'));
  try {
    const archive = join(folder, 'tree.tar');
    const paths = within === undefined ? [] : ['--', within];
    await runProgram('git', ['archive', '--format=tar', `--output=${archive}`, commit, ...paths], { signal });
    await runProgram('tar', ['-xf', archive, '-C', folder], { signal });
    await rm(archive);
    return {
      index: await readTree(folder, ['.']),
      source: within === undefined ? revision : `${revision}:${within}`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** git's own words for a path that is not there name the call and the temporary archive. */
async function expectIn(
  revision: string,
  commit: string,
  within: string,
  signal: AbortSignal,
): Promise<void> {
  const found = await runProgram('git', ['ls-tree', '--name-only', commit, '--', within], { signal });
  if (found !== '') return;
  throw new SourceError({
    code: 'not-found',
    source: `${revision}:${within}`,
    message: `${revision} has no ${within}; -f names a file or folder of the revision, from the working folder`,
  });
}

/** A word that begins with a hyphen would be an option to git. */
async function commitOf(revision: string, signal: AbortSignal): Promise<string> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (await runProgram('git', args, { signal })).trim();
  } catch (error) {
    throw new SourceError(
      {
        code: 'not-found',
        source: revision,
        message: `${revision} is no folder or file here, and no git revision`,
        suggestions: ['name two folders, or two revisions such as main and HEAD, in a checkout'],
      },
      { cause: error },
    );
  }
}

async function readTree(root: string, paths: readonly string[]): Promise<WorkspaceIndex> {
  const files = diskFiles(root);
  const names = await files.list(paths, endings);
  return createWorkspaceIndex(
    await Promise.all(names.map(async (name) => parseSourceFile(name, await files.read(name)))),
  );
}
