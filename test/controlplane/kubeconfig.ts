import { readFileSync, writeFileSync } from 'node:fs';

import type { KeyPair } from './certificates.ts';

/** Where an API server is and who asks. */
export interface Kubeconfig {
  /** The file, for `--kubeconfig` and KUBECONFIG. */
  readonly path: string;
  readonly server: string;
  readonly certificateAuthority: string;
  readonly user: KeyPair;
}

/**
 * Writes a kubeconfig with one context, everything embedded, readable by the owner only.
 * It is JSON, which every reader of YAML reads.
 */
export function writeKubeconfig(
  path: string,
  userName: string,
  connection: Omit<Kubeconfig, 'path'>,
): Kubeconfig {
  const base64 = (file: string): string => readFileSync(file).toString('base64');
  const cluster = 'test';
  const text = JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: cluster,
          cluster: {
            server: connection.server,
            'certificate-authority-data': base64(connection.certificateAuthority),
          },
        },
      ],
      users: [
        {
          name: userName,
          user: {
            'client-certificate-data': base64(connection.user.certificate),
            'client-key-data': base64(connection.user.key),
          },
        },
      ],
      contexts: [{ name: userName, context: { cluster, user: userName, namespace: 'default' } }],
      'current-context': userName,
    },
    null,
    2,
  );
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  return { path, ...connection };
}
