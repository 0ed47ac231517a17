import type { Resource } from '../manifest/source-file.ts';

/**
 * How far apart two files stand: 0 in the same file, 1 in the same folder, and one more for each step up or down between
 * their folders.
 */
export function fileDistance(a: string, b: string): number {
  if (a === b) return 0;
  const from = foldersOf(a);
  const to = foldersOf(b);
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  return 1 + (from.length - shared) + (to.length - shared);
}

/** Both written and different. A manifest without a namespace gets one when it is applied, so it may be any. */
export function inDifferentNamespaces(a: Resource, b: Resource): boolean {
  return a.namespace !== undefined && b.namespace !== undefined && a.namespace !== b.namespace;
}

function foldersOf(path: string): readonly string[] {
  return path.split('/').slice(0, -1);
}
