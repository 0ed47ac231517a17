import { join } from 'node:path';

import { requireBinary } from './binaries.ts';
import { findFreePorts } from './ports.ts';
import type { Sandbox } from './sandbox.ts';

/** Starts etcd in the sandbox and returns its client URL. It does not wait for the disk: its data is temporary. */
export async function startEtcd(sandbox: Sandbox): Promise<string> {
  const [clientPort, peerPort] = await findFreePorts(2);
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const running = sandbox.start({
    name: 'etcd',
    command: requireBinary('etcd'),
    arguments: [
      '--name=default',
      `--data-dir=${join(sandbox.directory, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
  });
  await running.ready(async () => (await fetch(`${client}/health`)).ok);
  return client;
}
