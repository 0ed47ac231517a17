import { dirname, join } from 'node:path';

import { requireBinary } from './binaries.ts';
import type { ControlPlane } from './control-plane.ts';
import { kubectl } from './kubectl.ts';
import { findFreePort } from './ports.ts';
import type { RunningProcess } from './process.ts';

export interface VpaRecommenderOptions {
  readonly prometheusUrl: string;
  /** Prometheus durations: `8d`, `1h`. Both default as the recommender's flags do. */
  readonly historyLength?: string;
  readonly historyResolution?: string;
}

/** Installs the VPA's custom resource definitions, which the build puts beside the recommender. */
export async function installVpaDefinitions({ kubeconfigs: { admin } }: ControlPlane): Promise<void> {
  const file = join(dirname(requireBinary('vpa-recommender')), 'vpa-recommender.crds.yaml');
  // Too large for the annotation that client-side apply writes.
  for (const words of [
    ['apply', '--server-side', '-f', file],
    ['wait', '--for=condition=Established', '--timeout=30s', '-f', file],
  ]) {
    const { stderr, exitCode } = await kubectl(admin, words);
    if (exitCode !== 0) throw new Error(`kubectl ${words.join(' ')} failed: ${stderr.trim()}`);
  }
}

/**
 * Starts the VPA's recommender, which reads its history from Prometheus as the kubelet's cAdvisor and kube-state-metrics
 * write it, and then recommends every two seconds. Ends with the control plane.
 */
export async function startVpaRecommender(
  { sandbox, kubeconfigs: { admin } }: ControlPlane,
  { prometheusUrl, historyLength = '8d', historyResolution = '1h' }: VpaRecommenderOptions,
): Promise<RunningProcess> {
  const port = await findFreePort();
  const running = sandbox.start({
    name: `vpa-recommender-${port}`,
    command: requireBinary('vpa-recommender'),
    arguments: [
      `--kubeconfig=${admin.path}`,
      `--address=127.0.0.1:${port}`,
      '--storage=prometheus',
      `--prometheus-address=${prometheusUrl}`,
      '--prometheus-cadvisor-job-name=kubelet',
      `--history-length=${historyLength}`,
      `--history-resolution=${historyResolution}`,
      '--container-namespace-label=namespace',
      '--container-pod-name-label=pod',
      '--container-name-label=container',
      // Its query for labels needs a range, whose length is part of this flag.
      `--metric-for-pod-labels=kube_pod_labels{job="kube-state-metrics"}[${historyLength}]`,
      '--pod-label-prefix=label_',
      '--pod-namespace-label=namespace',
      '--pod-name-label=pod',
      '--recommender-interval=2s',
    ],
  });
  await running.ready(async () => (await fetch(`http://127.0.0.1:${port}/health-check`)).ok);
  return running;
}
