import { relative, resolve, sep } from 'node:path';

import type { SourceError } from '../../ports/index.ts';
import { nothingMatches } from './file-errors.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';

export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/**
 * The files that a glob matches, as a walk finds them: what git ignores is left out. `**` spans folders.
 *
 * @throws SourceError `not-found` where nothing matches: a mistyped glob must not look like a clean run.
 */
export async function expandGlob(
  base: string,
  glob: string,
  onUnreadable?: (error: SourceError) => void,
): Promise<readonly FoundFile[]> {
  // Loaded only here: most runs have no glob.
  const { default: picomatch } = await import('picomatch');
  const { base: fixed, glob: pattern } = picomatch.scan(glob);
  // An unbalanced bracket is no glob, and no file has that name.
  if (pattern === '') throw nothingMatches(glob);
  const folder = resolve(base, fixed);
  const matches = picomatch(pattern, { dot: true });
  const found: FoundFile[] = [];
  const walk = walkFolder(base, folder, onUnreadable);
  try {
    for await (const file of walk) {
      if (matches(relative(folder, file.path).replaceAll(sep, '/'))) found.push(file);
    }
  } catch {
    throw nothingMatches(glob);
  }
  if (found.length === 0) throw nothingMatches(glob);
  return found;
}
