import { requireBinary } from '../controlplane/binaries.ts';
import type { ControlPlane } from '../controlplane/control-plane.ts';
import type { Kubeconfig } from '../controlplane/kubeconfig.ts';
import { findFreePort } from '../controlplane/ports.ts';
import { secureClient } from './secure-client.ts';

export interface PrometheusAdapterSetup {
  readonly configFile: string;
  readonly prometheusUrl: string;
  /** `1s` unless told. */
  readonly relistInterval?: string;
  readonly flags?: readonly string[];
}

/** Starts prometheus-adapter, the program that ours takes the place of; answers its URL. */
export async function startPrometheusAdapter(
  controlPlane: ControlPlane,
  name: string,
  user: Kubeconfig,
  setup: PrometheusAdapterSetup,
): Promise<string> {
  return (await runPrometheusAdapter(controlPlane, name, user, setup)).url;
}

/** {@link startPrometheusAdapter} with a hold on its process. */
export async function runPrometheusAdapter(
  { sandbox, kubeconfigs }: ControlPlane,
  name: string,
  user: Kubeconfig,
  { configFile, prometheusUrl, relistInterval = '1s', flags = [] }: PrometheusAdapterSetup,
): Promise<{ readonly url: string; readonly pid: number; readonly stop: () => Promise<void> }> {
  const port = await findFreePort();
  const running = sandbox.start({
    name,
    command: requireBinary('prometheus-adapter'),
    arguments: [
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      `--cert-dir=${sandbox.directory}/${name}-certificates`,
      `--lister-kubeconfig=${user.path}`,
      `--authentication-kubeconfig=${user.path}`,
      `--authorization-kubeconfig=${user.path}`,
      `--prometheus-url=${prometheusUrl}`,
      `--config=${configFile}`,
      `--metrics-relist-interval=${relistInterval}`,
      '--metrics-max-age=10m',
      ...flags,
    ],
  });
  const url = `https://127.0.0.1:${port}`;
  const client = secureClient(url, kubeconfigs.admin.user);
  await running.ready(async () => (await client.get('/readyz')).status === 200);
  client.close();
  return { url, pid: running.pid, stop: () => running.stop() };
}
