import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';

import { type FileSource, SourceError } from '../../ports/index.ts';
import { type IgnoreRules, ignoreRules } from './ignore-rules.ts';

/** Folders that never hold manifests of one's own. */
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules', '.terraform']);

/**
 * The files below a folder on disk. A walk respects `.gitignore`, does not follow symbolic links to folders (they may form a
 * circle or lead out of the tree), and sorts by path. A file that is named itself is taken whatever ignores it.
 */
export function diskFiles(root: string): FileSource {
  const base = resolve(root);
  return {
    description: root,
    list: async (paths, endings) => {
      const found = new Set<string>();
      for (const path of paths) {
        const full = isAbsolute(path) ? path : join(base, path);
        const status = await stat(full).catch((error: unknown) => {
          throw unreadable(path, error);
        });
        if (status.isDirectory()) {
          const rules = await ignoreRules(full);
          for await (const file of walk(full, '', rules)) {
            if (endings.some((ending) => file.endsWith(ending))) {
              found.add(toPosix(relative(base, join(full, file))));
            }
          }
        } else {
          found.add(toPosix(relative(base, full)));
        }
      }
      return [...found].sort();
    },
    read: async (path) => {
      try {
        return await readFile(join(base, path), 'utf8');
      } catch (error) {
        throw unreadable(path, error);
      }
    },
  };
}

/** Paths relative to `top`. A folder that may not be read is an error: silence would look like "nothing found". */
async function* walk(top: string, folder: string, rules: IgnoreRules): AsyncGenerator<string> {
  const entries = await readdir(join(top, folder), { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(join(top, folder), error);
  });
  for (const entry of entries) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (SKIPPED_FOLDERS.has(entry.name) || rules.ignores(`${path}/`)) continue;
      yield* walk(top, path, await rules.within(path));
    } else if (!rules.ignores(path) && (entry.isFile() || (await linksToFile(entry, join(top, path))))) {
      yield path;
    }
  }
}

/** A link that leads nowhere, or to a folder, is not there for a walk. */
async function linksToFile(entry: Dirent, path: string): Promise<boolean> {
  return (
    entry.isSymbolicLink() &&
    (await stat(path).then(
      (status) => status.isFile(),
      () => false,
    ))
  );
}

function toPosix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links form a circle',
};

function unreadable(path: string, cause: unknown): SourceError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new SourceError(
    {
      code: code === 'ENOENT' ? 'not-found' : 'forbidden',
      source: path,
      message: `cannot read ${path}: ${REASONS[code] ?? (code || String(cause))}`,
    },
    { cause },
  );
}
