import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('go', import.meta.url));

/** The linters that are compared with; `arguments` takes the files' paths. */
export const peers = [
  {
    name: 'kube-score',
    package: 'github.com/zegl/kube-score/cmd/kube-score',
    arguments: (folders) => ['score', '--output-format', 'ci', ...folders],
    takes: 'files',
  },
  // Not built here: the module proxy that this was written behind refuses its module, whatever the version.
  { name: 'kube-linter', arguments: (folders) => ['lint', '--format', 'json', ...folders], takes: 'folders' },
];

/** The path of a peer: on PATH, else built with Go into the cache folder; or why there is none. */
export function findPeer(peer) {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, peer.name))
    .find(isExecutable);
  if (onPath) return { path: onPath };
  if (peer.package === undefined) return { missing: `${peer.name} is not on PATH` };
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubectl-autoscale', 'bench');
  const path = join(cache, peer.name);
  if (existsSync(path)) return { path };
  mkdirSync(cache, { recursive: true });
  const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w', '-o', path];
  const built = spawnSync('go', ['build', ...flags, peer.package], {
    cwd: join(modules, peer.name),
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
    encoding: 'utf8',
  });
  if (built.error) return { missing: `${peer.name} is not on PATH, and there is no Go to build it with` };
  if (built.status !== 0)
    return { missing: `${peer.name} could not be built: ${built.stderr.trim().split('\n').at(-1)}` };
  return { path };
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
