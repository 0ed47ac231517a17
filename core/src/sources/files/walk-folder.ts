import type { Dirent } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, posix, relative, sep } from 'node:path';

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
 * @throws SourceError for a folder that may not be read: silence would look like "nothing found".
 */
export async function* walkFolder(workingFolder: string, folder: string): AsyncGenerator<FoundFile> {
  const top = (await repositoryOf(workingFolder, folder)) ?? folder;
  const inner = relative(top, folder).replaceAll(sep, '/');
  let rules = await ignoreRules(top);
  const parts = inner.split('/').filter((part) => part !== '');
  for (const count of parts.keys()) rules = await rules.within(parts.slice(0, count + 1).join('/'));
  yield* walk({ top, realTop: await realpath(top) }, inner, rules);
}

interface Tree {
  readonly top: string;
  readonly realTop: string;
}

/** `folder` is relative to the top, POSIX. */
async function* walk(tree: Tree, folder: string, rules: IgnoreRules): AsyncGenerator<FoundFile> {
  const entries = await readdir(join(tree.top, folder), { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(join(tree.top, folder), error);
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

/** The nearest folder at or above `from` that git calls a repository, else `from`: if `folder` is in it. */
async function repositoryOf(from: string, folder: string): Promise<string | undefined> {
  let top = from;
  while (!(await exists(join(top, '.git')))) {
    if (dirname(top) === top) {
      top = from;
      break;
    }
    top = dirname(top);
  }
  return isWithin(top, folder) ? top : undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
