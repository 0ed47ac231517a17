import {
  checkAutoscalers,
  checkExporters,
  checkMetricsApis,
  checkPrometheus,
  checkRights,
  checkServer,
  checksOf,
  type DoctorCheck,
  failedCheck,
  type UnreadNodes,
} from '@kubectl-autoscale/core/advisor';
import { type NodeView, nodeView } from '@kubectl-autoscale/core/apis';
import {
  type ClusterSource,
  type MetricsSource,
  type SourceCallOptions,
  SourceError,
} from '@kubectl-autoscale/core/ports';
import { openRecording } from '@kubectl-autoscale/core/sources/recording';

import { settlePrometheus } from '../command/settle-prometheus.ts';
import { configuredSources } from './nearest-config.ts';
import { openPrometheus } from './prometheus.ts';
import type { SourceFlagValues } from './source-flags.ts';

export interface ClusterChecks {
  readonly checks: readonly DoctorCheck[];
  readonly nodes: readonly NodeView[] | UnreadNodes;
  readonly nowMs: number;
}

/** A cluster, or a recording of one, and its Prometheus, step by step: a step that fails ends what builds on it, nothing else. */
export async function checkCluster(
  flags: SourceFlagValues & { readonly namespace: string | undefined },
  options: SourceCallOptions,
): Promise<ClusterChecks> {
  return flags.recording === undefined ? checkLive(flags, options) : checkRecorded(flags.recording, options);
}

async function checkRecorded(path: string, options: SourceCallOptions): Promise<ClusterChecks> {
  try {
    const { cluster, metrics, clock } = await openRecording(path);
    const nowMs = clock.now();
    const server = await checkServer(cluster, options);
    const nodes = await listNodes(cluster, options);
    const skipped = (['rights', 'metrics APIs'] as const).map((area) =>
      checksOf(area)('server', 'skipped', 'a recording has no server to ask'),
    );
    const autoscalers = server.version ? await checkAutoscalers(cluster, server.version, options) : [];
    const prometheus = await prometheusChecks(metrics, nodes ?? [], nowMs, options);
    return {
      checks: [...server.checks, ...autoscalers, ...skipped, ...prometheus],
      nodes: nodes ?? UNLISTED,
      nowMs,
    };
  } catch (error) {
    const nodes = { unread: 'the recording cannot be read' };
    return { checks: [failedCheck('cluster', 'recording', error)], nodes, nowMs: Date.now() };
  }
}

async function checkLive(
  flags: SourceFlagValues & { readonly namespace: string | undefined },
  options: SourceCallOptions,
): Promise<ClusterChecks> {
  // Loaded only here: the cluster client is large.
  const live = await import('./live-checks.ts');
  const nowMs = Date.now();
  const settled = settlePrometheus(
    flags,
    await configuredSources(flags.config).catch(() => undefined),
    process.env,
  );
  const connected = await live.connect(flags);
  if ('failed' in connected) {
    const url = settled['prometheus-url'];
    const prometheus =
      url === undefined
        ? []
        : await prometheusChecks(openPrometheus(url, settled, process.env), [], nowMs, options);
    return {
      checks: [
        connected.failed,
        ...untried(url === undefined ? [...CLUSTER_AREAS, 'Prometheus'] : CLUSTER_AREAS),
        ...prometheus,
      ],
      nodes: { unread: WITHOUT_KUBECONFIG },
      nowMs,
    };
  }
  const { cluster, api, check } = connected;
  const namespace = flags.namespace ?? cluster.defaultNamespace;
  const server = await checkServer(cluster, options);
  if (server.version === undefined) {
    const nodes = { unread: 'the API server does not answer' };
    return { checks: [check, ...server.checks], nodes, nowMs };
  }
  const [rights, apis, autoscalers, nodes] = await Promise.all([
    checkRights(api, namespace, options),
    checkMetricsApis(cluster, namespace, options),
    checkAutoscalers(cluster, server.version, options),
    listNodes(cluster, options),
  ]);
  const opened = await live.openPrometheusOf(connected, settled);
  const prometheus =
    'failed' in opened
      ? [opened.failed]
      : [...opened.found, ...(await prometheusChecks(opened.metrics, nodes ?? [], nowMs, options))];
  return {
    checks: [check, ...server.checks, ...autoscalers, ...rights, ...apis, ...prometheus],
    nodes: nodes ?? UNLISTED,
    nowMs,
  };
}

const UNLISTED: UnreadNodes = { unread: 'nodes may not be listed' };
const WITHOUT_KUBECONFIG = 'there is no usable kubeconfig';
const CLUSTER_AREAS = ['cluster', 'rights', 'metrics APIs'] as const;

function untried(areas: readonly DoctorCheck['area'][]): readonly DoctorCheck[] {
  return areas.map((area) => checksOf(area)('server', 'skipped', WITHOUT_KUBECONFIG));
}

async function prometheusChecks(
  metrics: MetricsSource,
  nodes: readonly NodeView[],
  nowMs: number,
  options: SourceCallOptions,
): Promise<readonly DoctorCheck[]> {
  const { checks, answers } = await checkPrometheus(metrics, nowMs, options);
  return answers ? [...checks, ...(await checkExporters(metrics, nodes, nowMs, options))] : checks;
}

async function listNodes(
  cluster: ClusterSource,
  options: SourceCallOptions,
): Promise<readonly NodeView[] | undefined> {
  try {
    const objects = await cluster.list({ group: '', kind: 'Node' }, options);
    return objects.flatMap((object) => nodeView(object) ?? []);
  } catch (error) {
    if (error instanceof SourceError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}
