import { checksOf, type DoctorCheck, failedCheck } from '@kubectl-autoscale/core/advisor';
import type { ClusterSource, KubernetesApi, MetricsSource } from '@kubectl-autoscale/core/ports';
import {
  type ApiServer,
  connectApiServer,
  createKubernetesApi,
  createKubernetesSource,
} from '@kubectl-autoscale/core/sources/kubernetes';

import type { SettledPrometheus } from '../command/settle-prometheus.ts';
import { openClusterPrometheus } from './cluster-prometheus.ts';
import { openPrometheus } from './prometheus.ts';
import type { SourceFlagValues } from './source-flags.ts';

/** What failed, as a check, where nothing that builds on it can be tried. */
export interface FailedStep {
  readonly failed: DoctorCheck;
}

export interface Connected {
  readonly server: ApiServer;
  readonly cluster: ClusterSource;
  readonly api: KubernetesApi;
  readonly check: DoctorCheck;
}

/** The kubeconfig's context; nothing is sent yet. */
export async function connect(flags: SourceFlagValues): Promise<Connected | FailedStep> {
  try {
    const server = await connectApiServer({
      ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
      ...(flags.context === undefined ? {} : { context: flags.context }),
      ...(flags.as === undefined ? {} : { as: flags.as }),
      // Whether it answers is what is asked: no second and third try.
      attempts: 1,
    });
    const acting = flags.as === undefined ? '' : `, acting as ${flags.as}`;
    const text = `${server.name}: ${server.url} as user ${server.userName}${acting}, namespace ${server.namespace}`;
    return {
      server,
      cluster: createKubernetesSource(server),
      api: createKubernetesApi(server),
      check: checksOf('kubeconfig')('context', 'ok', text),
    };
  } catch (error) {
    return { failed: failedCheck('kubeconfig', 'context', error) };
  }
}

export interface OpenedPrometheus {
  readonly metrics: MetricsSource;
  /** How it was found, where nobody named it. */
  readonly found: readonly DoctorCheck[];
}

export async function openPrometheusOf(
  { server, cluster }: Connected,
  settled: SourceFlagValues & SettledPrometheus,
): Promise<OpenedPrometheus | FailedStep> {
  const { 'prometheus-url': url, 'prometheus-service': service } = settled;
  const found: DoctorCheck[] = [];
  try {
    if (url !== undefined) return { metrics: openPrometheus(url, settled, process.env), found };
    const timeoutMs = settled['prometheus-timeout'] * 1000;
    const metrics = await openClusterPrometheus(server, cluster, { service, timeoutMs }, (text) =>
      found.push(checksOf('Prometheus')('found', 'ok', text.replace(/^Prometheus: /, ''))),
    );
    return { metrics, found };
  } catch (error) {
    return { failed: failedCheck('Prometheus', 'found', error) };
  }
}
