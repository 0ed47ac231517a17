import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import createIgnore, { type Ignore } from 'ignore';

/** The `.gitignore` files from the walk's start down to a folder; the innermost decides first. */
export interface IgnoreRules {
  /** `path` is relative to the walk's root, POSIX; a folder's path ends with `/`. */
  ignores(path: string): boolean;
  /** The rules that hold inside a folder, with its own `.gitignore` added. */
  within(folder: string): Promise<IgnoreRules>;
}

interface Layer {
  /** The folder that holds the file, POSIX, `` for the root. */
  readonly base: string;
  readonly rules: Ignore;
}

export async function ignoreRules(root: string): Promise<IgnoreRules> {
  return rulesOf(root, await readLayer(root, ''), []);
}

function rulesOf(root: string, own: Layer | undefined, outer: readonly Layer[]): IgnoreRules {
  const layers = own === undefined ? outer : [own, ...outer];
  return {
    ignores: (path) => {
      for (const { base, rules } of layers) {
        const inner = base === '' ? path : path.slice(base.length + 1);
        const verdict = rules.test(inner);
        if (verdict.ignored) return true;
        if (verdict.unignored) return false;
      }
      return false;
    },
    within: async (folder) => rulesOf(root, await readLayer(root, folder), layers),
  };
}

async function readLayer(root: string, folder: string): Promise<Layer | undefined> {
  const text = await readFile(join(root, folder, '.gitignore'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { base: folder, rules: createIgnore().add(text) };
}
