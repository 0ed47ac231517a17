import { requireBinary } from './binaries.ts';
import { isHealthy } from './health.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { findFreePort } from './ports.ts';
import type { RunningProcess } from './process.ts';
import type { Sandbox } from './sandbox.ts';

/** Starts kube-scheduler with its default profile. */
export async function startScheduler(sandbox: Sandbox, kubeconfig: Kubeconfig): Promise<RunningProcess> {
  const port = await findFreePort();
  const running = sandbox.start({
    name: 'kube-scheduler',
    command: requireBinary('kube-scheduler'),
    arguments: [
      `--kubeconfig=${kubeconfig.path}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${sandbox.directory}/certificates`,
      '--leader-elect=false',
    ],
  });
  await running.ready(() => isHealthy(`https://127.0.0.1:${port}/healthz`));
  return running;
}
