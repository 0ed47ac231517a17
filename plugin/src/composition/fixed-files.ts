import { constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { isWithin, writeFileAtomically } from '@kubectl-autoscale/core/sources/files';

/** A file that was to be changed, with the text that it was read with. */
export interface FileChange {
  /** Relative to the workspace's root, POSIX. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface WrittenFiles {
  readonly written: readonly string[];
  /** Why a file was left as it is, for people. */
  readonly refused: readonly string[];
}

/**
 * Writes changed files, each atomically and only over the very text that was linted. A file that may not be written, that
 * changed since, that is no UTF-8, or that a link places outside of the workspace is refused and the others are written.
 * When `signal` aborts, the file in hand is finished and no other is begun.
 */
export async function writeFixedFiles(
  root: string,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<WrittenFiles> {
  const written: string[] = [];
  const refused: string[] = [];
  for (const change of changes) {
    if (signal.aborted) break;
    const refusal = await reasonToRefuse(root, change);
    if (refusal === undefined) {
      await writeFileAtomically(resolve(root, change.path), change.after);
      written.push(change.path);
    } else refused.push(`${change.path} ${refusal}: it was left as it is`);
  }
  return { written, refused };
}

async function reasonToRefuse(root: string, { path, before }: FileChange): Promise<string | undefined> {
  try {
    const target = await realpath(resolve(root, path));
    if (!isWithin(await realpath(root), target)) return `is a link to ${target}, outside of ${root}`;
    // A rename would replace a file that is write-protected, and for root every file is writable.
    const isProtected = ((await stat(target)).mode & 0o222) === 0;
    await access(target, constants.W_OK);
    if (isProtected) return 'is write-protected';
    const bytes = await readFile(target);
    if (bytes.equals(Buffer.from(before, 'utf8'))) return undefined;
    return bytes.toString('utf8') === before ? 'is not UTF-8' : 'changed on disk while it was linted';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
      ? 'is write-protected'
      : `cannot be written (${code})`;
  }
}
