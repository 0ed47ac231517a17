import type { Dirent } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, posix, relative, sep } from 'node:path';

import type { SourceError } from '../../ports/index.ts';
import { unreadable } from './file-errors.ts';
import { type IgnoreRules, ignoreRules } from './ignore-rules.ts';

/** Folders that never hold manifests of one's own. */
const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules', '.terraform']);

/** A file of a walk, absolute. */
export interface FoundFile {
  readonly path: string;
  /** The same without symbolic links. */
  readonly real: string;
  readonly isLink: boolean;
}

/**
 * Files at any depth below `folder`, by the ignore rules of the repository that `workingFolder` is in.
 *
 * @throws SourceError for a folder that may not be read, unless `onUnreadable` takes it: silence would look like "nothing
 *   found".
 */
export async function* walkFolder(
  workingFolder: string,
  folder: string,
  onUnreadable?: (error: SourceError) => void,
): AsyncGenerator<FoundFile> {
  const top = (await repositoryOf(workingFolder, folder)) ?? folder;
  const inner = relative(top, folder).replaceAll(sep, '/');
  let rules = await ignoreRules(top);
  const parts = inner.split('/').filter((part) => part !== '');
  for (const count of parts.keys()) rules = await rules.within(parts.slice(0, count + 1).join('/'));
  const realTop = await realpath(top).catch((error: unknown) => {
    throw unreadable(top, error);
  });
  yield* walk({ top, realTop, ...(onUnreadable && { onUnreadable }) }, inner, rules);
}

interface Tree {
  readonly top: string;
  readonly realTop: string;
  readonly onUnreadable?: (error: SourceError) => void;
}

/** `folder` is relative to the top, POSIX. */
async function* walk(tree: Tree, folder: string, rules: IgnoreRules): AsyncGenerator<FoundFile> {
  const entries = await readdir(join(tree.top, folder), { withFileTypes: true }).catch((error: unknown) => {
    const problem = unreadable(join(tree.top, folder), error);
    if (tree.onUnreadable === undefined) throw problem;
    tree.onUnreadable(problem);
    return [];
  });
  for (const entry of entries) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (skippedFolders.has(entry.name) || rules.ignores(`${path}/`)) continue;
      yield* walk(tree, path, await rules.within(path));
    } else if (!rules.ignores(path)) {
      const file = await foundFile(tree, path, entry);
      if (file) yield file;
    }
  }
}

/** A link that leads nowhere, to a folder, or out of the tree is not there for a walk. */
async function foundFile(
  { top, realTop }: Tree,
  path: string,
  entry: Dirent,
): Promise<FoundFile | undefined> {
  const full = join(top, path);
  if (entry.isFile()) return { path: full, real: join(realTop, path), isLink: false };
  if (!entry.isSymbolicLink()) return undefined;
  const real = await realpath(full).catch(() => undefined);
  if (real === undefined || !isWithin(realTop, real) || !(await stat(real)).isFile()) return undefined;
  return { path: full, real, isLink: true };
}

/** The repository that `from` is in, else `from`: if `folder` is in it. */
async function repositoryOf(from: string, folder: string): Promise<string | undefined> {
  const top = (await repositoryRoot(from)) ?? from;
  return isWithin(top, folder) ? top : undefined;
}

/** The nearest folder at or above an absolute one that git calls a repository. */
export async function repositoryRoot(folder: string): Promise<string | undefined> {
  let top = folder;
  while (!(await exists(join(top, '.git')))) {
    if (dirname(top) === top) return undefined;
    top = dirname(top);
  }
  return top;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Whether `path` is `folder` or lies in it; both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
