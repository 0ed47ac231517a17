import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

import {
  createWorkspaceIndex,
  parseSourceFile,
  type SourceFile,
  type WorkspaceIndex,
} from '@kubectl-autoscale/core/manifest';
import { type FileSource, SourceError } from '@kubectl-autoscale/core/ports';
import { diskFiles, isWithin, repositoryRoot } from '@kubectl-autoscale/core/sources/files';

const MANIFEST_ENDINGS = ['.yaml', '.yml', '.json'];

/** Files that are read at once: more would only use up file handles. */
const READ_AT_ONCE = 64;

/** What is linted: all paths are POSIX and relative to `root`. */
export interface LintWorkspace {
  /** Absolute: the repository, or the folder that holds everything named. */
  readonly root: string;
  /** What rules look things up in. */
  readonly index: WorkspaceIndex;
  /** What findings are reported of. */
  readonly reportOn: readonly string[];
  /** The path of the text that stands in for a file. */
  readonly standIn?: string;
  /** What was named and could not be read. */
  readonly unreadable: readonly SourceError[];
}

export interface LintWorkspaceRequest {
  /** Files, folders and globs, as typed. */
  readonly paths: readonly string[];
  /** A text in place of what is on disk (or is not) at a path. */
  readonly standIn?: { readonly path: string; readonly text: string };
  /** Whether the rest of the repository is read too. */
  readonly withRepository: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads and parses the named manifests, and those of the whole repository beside them: a rule about one file may have to
 * look at another. What cannot be read is an entry of `unreadable` where it was named, and left out where it was not.
 */
export async function openLintWorkspace(request: LintWorkspaceRequest): Promise<LintWorkspace> {
  const { paths, standIn, withRepository } = request;
  const named = [...paths, ...(standIn ? [standIn.path] : [])].map((path) => resolve(path));
  const { root, isRepository } = await findRoot(named);
  const unreadable: SourceError[] = [];
  const note = (error: SourceError): void => void unreadable.push(error);
  const here = diskFiles('.', { onUnreadable: note });

  const reportOn = new Set<string>();
  for (const path of paths) {
    const found = await unless(note, here.list([path], MANIFEST_ENDINGS));
    for (const file of found ?? []) reportOn.add(pathInWorkspace(root, file));
  }
  const others =
    withRepository && isRepository
      ? await diskFiles(root, { onUnreadable: () => undefined }).list(['.'], MANIFEST_ENDINGS)
      : [];
  const standInPath = standIn && pathInWorkspace(root, standIn.path);
  const wanted = [...new Set([...reportOn, ...others])].filter((path) => path !== standInPath);
  const parsed = await readAll(here, root, wanted, request.onProgress, (path, error) => {
    if (reportOn.delete(path)) note(error);
  });
  if (standIn && standInPath !== undefined) {
    parsed.push(parseSourceFile(standInPath, standIn.text));
    reportOn.add(standInPath);
  }
  return {
    root,
    index: createWorkspaceIndex(parsed),
    reportOn: [...reportOn],
    ...(standInPath !== undefined && { standIn: standInPath }),
    unreadable,
  };
}

/** The root of the workspace that holds the named paths; absolute. */
export async function workspaceRoot(paths: readonly string[]): Promise<string> {
  return (await findRoot(paths.map((path) => resolve(path)))).root;
}

/** The repository that holds everything named, else the working folder if it does, else the nearest folder that does. */
async function findRoot(
  named: readonly string[],
): Promise<{ readonly root: string; readonly isRepository: boolean }> {
  const [first = resolve('.'), ...rest] = await Promise.all(named.map(folderOf));
  let common = first;
  for (const path of rest) while (!isWithin(common, path)) common = dirname(common);
  const repository = await repositoryRoot(common);
  if (repository !== undefined) return { root: repository, isRepository: true };
  const here = resolve('.');
  return { root: isWithin(here, common) ? here : common, isRepository: false };
}

/** The nearest existing folder of a path; a glob may stand for its last parts. */
async function folderOf(path: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  return status?.isDirectory() === true || dirname(path) === path ? path : folderOf(dirname(path));
}

async function readAll(
  here: FileSource,
  root: string,
  paths: readonly string[],
  onProgress: LintWorkspaceRequest['onProgress'],
  onUnreadable: (path: string, error: SourceError) => void,
): Promise<SourceFile[]> {
  const parsed: SourceFile[] = [];
  for (let start = 0; start < paths.length; start += READ_AT_ONCE) {
    onProgress?.(start, paths.length);
    const batch = paths.slice(start, start + READ_AT_ONCE);
    const texts = await Promise.all(
      batch.map((path) => unless((error) => onUnreadable(path, error), here.read(pathFromHere(root, path)))),
    );
    for (const [offset, path] of batch.entries()) {
      const text = texts[offset];
      if (text !== undefined) parsed.push(parseSourceFile(path, text));
    }
  }
  onProgress?.(paths.length, paths.length);
  return parsed;
}

/** What a promise gives, or `undefined` after telling of the {@link SourceError} that it failed with. */
async function unless<Value>(
  note: (error: SourceError) => void,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  return promise.catch((error: unknown) => {
    if (!(error instanceof SourceError)) throw error;
    note(error);
    return undefined;
  });
}

/** A path as typed in the working folder, relative to the workspace's root. */
export function pathInWorkspace(root: string, path: string): string {
  return toPosix(relative(root, resolve(path)));
}

/** A path of the workspace as people and scripts in the working folder open it. */
export function pathFromHere(root: string, path: string): string {
  const way = relative(resolve('.'), resolve(root, path));
  // Far away, the absolute path says more than a row of dots.
  return isAbsolute(way) || way.startsWith(`..${sep}..${sep}..`) ? resolve(root, path) : toPosix(way);
}

function toPosix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
