import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { requireBinary } from './binaries.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { kwokConfiguration, type KwokDelays } from './kwok-stages.ts';
import { findFreePort } from './ports.ts';
import type { RunningProcess } from './process.ts';
import type { Sandbox } from './sandbox.ts';

/** Starts kwok, which plays the kubelet of every node. */
export async function startKwok(
  sandbox: Sandbox,
  kubeconfig: Kubeconfig,
  delays: KwokDelays,
): Promise<RunningProcess> {
  const port = await findFreePort();
  const configuration = join(sandbox.directory, 'kwok.yaml');
  writeFileSync(configuration, kwokConfiguration(delays));
  const running = sandbox.start({
    name: 'kwok',
    command: requireBinary('kwok'),
    arguments: [
      `--kubeconfig=${kubeconfig.path}`,
      `--config=${configuration}`,
      '--manage-all-nodes=true',
      // With leases kwok keeps nodes Ready without writing their status again and again.
      '--node-lease-duration-seconds=40',
      `--server-address=127.0.0.1:${port}`,
    ],
    // kwok reads and writes ~/.kwok.
    environment: { HOME: sandbox.directory },
  });
  await running.ready(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
  return running;
}
