import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const module = fileURLToPath(new URL('../controlplane/go/prometheus-adapter', import.meta.url));

/** A file of prometheus-adapter's repository, read where the Go tool keeps it. */
export function upstreamFile(path: string): string {
  const list = ['list', '-mod=mod', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/prometheus-adapter'];
  const directory = execFileSync('go', list, { cwd: module, encoding: 'utf8' }).trim();
  return readFileSync(join(directory, path), 'utf8');
}
