import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { toYaml } from '#core/manifest/plain-yaml.ts';

/** A folder that is a home directory for one test. */
export interface Home {
  readonly path: string;
  /** Writes a file below it and gives its path. */
  write(name: string, text: string): string;
  /** Writes a shell script that can be run as a credential plugin. */
  script(name: string, body: string): string;
  remove(): void;
}

export function createHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'home-'));
  const write = (name: string, text: string): string => {
    const full = join(path, name);
    writeFileSync(full, text);
    return full;
  };
  return {
    path,
    write,
    script: (name, body) => {
      const full = write(name, `#!/bin/sh\n${body}\n`);
      chmodSync(full, 0o755);
      return full;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A kubeconfig with one context `test` for a server and a user. */
export function kubeconfigText(
  server: string,
  user: object = { token: 'secret-token' },
  { cluster = {}, namespace = 'prod' }: { cluster?: object; namespace?: string } = {},
): string {
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'c', cluster: { server, ...cluster } }],
    users: [{ name: 'ann', user }],
    contexts: [{ name: 'test', context: { cluster: 'c', user: 'ann', namespace } }],
  });
}
