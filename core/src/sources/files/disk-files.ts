import { readFile, realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';

import type { FileSource, SourceError } from '../../ports/index.ts';
import { binary, tooLarge, unreadable } from './file-errors.ts';
import { expandGlob, isGlob } from './globs.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';

/** Larger files are not read at all: no manifest comes near, and a text of that size would exhaust memory. Bytes. */
const largestFile = 64 * 2 ** 20;

export interface DiskFilesOptions {
  /** Told of each folder below a listed one that may not be read, which is then left out; absent: that is an error. */
  readonly onUnreadable?: (error: SourceError) => void;
}

/**
 * The files below a folder on disk. A walk respects the repository's `.gitignore` files, does not follow symbolic links to
 * folders (they may form a circle) nor out of the tree, gives a file once however many links lead to it, and sorts by path. A
 * file that is named itself is taken whatever ignores it. A path that names nothing and holds `*`, `?`, `[` or `{` is a glob.
 */
export function diskFiles(root: string, options: DiskFilesOptions = {}): FileSource {
  const base = resolve(root);
  return {
    description: root,
    list: async (paths, endings) => {
      const found: FoundFile[] = [];
      for (const path of paths) {
        const full = resolve(base, path);
        const status = await stat(full).catch((error: unknown) => {
          if (isGlob(path)) return undefined;
          throw unreadable(path, error);
        });
        if (status === undefined) found.push(...(await expandGlob(base, path, options.onUnreadable)));
        else if (!status.isDirectory()) found.push({ path: full, real: await realpath(full), isLink: false });
        else {
          for await (const file of walkFolder(base, full, options.onUnreadable)) {
            if (endings.some((ending) => file.path.endsWith(ending))) found.push(file);
          }
        }
      }
      return once(found)
        .map((path) => toPosix(relative(base, path)))
        .sort();
    },
    read: async (path) => {
      const full = resolve(base, path);
      const fail = (error: unknown): never => {
        throw unreadable(path, error);
      };
      if ((await stat(full).catch(fail)).size > largestFile) throw tooLarge(path, largestFile);
      const text = await readFile(full, 'utf8').catch(fail);
      if (text.includes('\u0000')) throw binary(path, text);
      return text;
    },
  };
}

/** Of a file and the links to it the file, of links alone the first. */
function once(found: readonly FoundFile[]): readonly string[] {
  const byFile = new Map<string, FoundFile>();
  for (const file of found) {
    const known = byFile.get(file.real);
    if (known === undefined || (known.isLink && !file.isLink)) byFile.set(file.real, file);
  }
  return [...byFile.values()].map(({ path }) => path);
}

function toPosix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
