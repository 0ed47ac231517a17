import type { SampleSeries } from '../open-metrics.ts';
import {
  gauge,
  type HistoryPod,
  type HistoryWindow,
  scrapeTimes,
  scrapeTimesOf,
  type ValueAt,
} from './history.ts';

// Names and labels: kube-state-metrics docs/metrics/workload/{pod,deployment,replicaset,horizontalpodautoscaler}-metrics.md
// and docs/metrics/cluster/node-metrics.md of 2.x. The scrape honors the labels of the page.

const scrapeLabels = { instance: '10.244.0.7:8080', job: 'kube-state-metrics' };

const units: Readonly<Record<string, string>> = { cpu: 'core', memory: 'byte', nvidia_com_gpu: 'integer' };

/** What kube-state-metrics shows of pods: who owns them, where they run, what they request, how often they restarted. */
export function podStateSeries(pods: readonly HistoryPod[], window: HistoryWindow): readonly SampleSeries[] {
  const replicaSets = new Map(pods.map((pod) => [`${pod.namespace}/${pod.replicaSet}`, pod]));
  return [
    ...pods.flatMap((pod) => onePod(pod, window)),
    ...[...replicaSets.values()].map(({ namespace, replicaSet }) =>
      gauge(
        'kube_replicaset_owner',
        {
          namespace,
          replicaset: replicaSet,
          owner_kind: 'Deployment',
          owner_name: replicaSet.slice(0, replicaSet.lastIndexOf('-')),
          owner_is_controller: 'true',
          ...scrapeLabels,
        },
        scrapeTimes(window),
        () => 1,
      ),
    ),
  ];
}

function onePod(pod: HistoryPod, window: HistoryWindow): readonly SampleSeries[] {
  const times = scrapeTimesOf(pod, window);
  const identity = { namespace: pod.namespace, pod: pod.name, uid: pod.uid, ...scrapeLabels };
  const always = (): number => 1;
  const owner = { created_by_kind: 'ReplicaSet', created_by_name: pod.replicaSet };
  const info = {
    ...owner,
    host_ip: '10.0.0.10',
    host_network: 'false',
    node: pod.node,
    pod_ip: '10.244.1.9',
    priority_class: '',
  };
  const ownerLabels = { owner_kind: 'ReplicaSet', owner_name: pod.replicaSet, owner_is_controller: 'true' };
  return [
    gauge('kube_pod_info', { ...identity, ...info }, times, always),
    gauge('kube_pod_owner', { ...identity, ...ownerLabels }, times, always),
    gauge('kube_pod_start_time', identity, times, () => pod.startedAtSeconds),
    ...['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map((phase) =>
      gauge('kube_pod_status_phase', { ...identity, phase }, times, () => (phase === 'Running' ? 1 : 0)),
    ),
    ...['true', 'false', 'unknown'].map((condition) =>
      gauge('kube_pod_status_ready', { ...identity, condition }, times, () => (condition === 'true' ? 1 : 0)),
    ),
    ...pod.containers.flatMap((container) => {
      const labels = { ...identity, container: container.name };
      const resources = (name: string, amounts: Readonly<Record<string, number>> = {}): SampleSeries[] =>
        Object.entries(amounts).map(([resource, amount]) =>
          gauge(
            name,
            { ...labels, node: pod.node, resource, unit: units[resource] ?? 'integer' },
            times,
            () => amount,
          ),
        );
      const { restartedAt = [] } = container;
      return [
        ...resources('kube_pod_container_resource_requests', container.requests),
        ...resources('kube_pod_container_resource_limits', container.limits),
        gauge(
          'kube_pod_container_status_restarts_total',
          labels,
          times,
          (time) => restartedAt.filter((at) => at <= time).length,
        ),
        gauge('kube_pod_container_status_ready', labels, times, always),
      ];
    }),
  ];
}

/** What kube-state-metrics shows of a Deployment. */
export function deploymentSeries(
  { namespace, deployment, replicas }: { namespace: string; deployment: string; replicas: ValueAt },
  window: HistoryWindow,
): readonly SampleSeries[] {
  const names = [
    'kube_deployment_spec_replicas',
    'kube_deployment_status_replicas',
    'kube_deployment_status_replicas_available',
    'kube_deployment_status_replicas_ready',
  ];
  return names.map((name) =>
    gauge(name, { namespace, deployment, ...scrapeLabels }, scrapeTimes(window), replicas),
  );
}

/** An HPA over time. */
export interface HpaHistory {
  readonly namespace: string;
  readonly name: string;
  readonly deployment: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly currentReplicas: ValueAt;
  readonly desiredReplicas: ValueAt;
}

/** What kube-state-metrics shows of an HPA. */
export function hpaSeries(hpa: HpaHistory, window: HistoryWindow): readonly SampleSeries[] {
  const labels = { namespace: hpa.namespace, horizontalpodautoscaler: hpa.name, ...scrapeLabels };
  const target = {
    scaletargetref_api_version: 'apps/v1',
    scaletargetref_kind: 'Deployment',
    scaletargetref_name: hpa.deployment,
  };
  const of = (name: string, extra: Readonly<Record<string, string>>, value: ValueAt): SampleSeries =>
    gauge(`kube_horizontalpodautoscaler_${name}`, { ...labels, ...extra }, scrapeTimes(window), value);
  return [
    of('info', target, () => 1),
    of('spec_min_replicas', {}, () => hpa.minReplicas),
    of('spec_max_replicas', {}, () => hpa.maxReplicas),
    of('status_current_replicas', {}, hpa.currentReplicas),
    of('status_desired_replicas', {}, hpa.desiredReplicas),
    ...['true', 'false', 'unknown'].map((status) =>
      of('status_condition', { condition: 'ScalingActive', status }, () => (status === 'true' ? 1 : 0)),
    ),
    ...['true', 'false', 'unknown'].map((status) =>
      of('status_condition', { condition: 'ScalingLimited', status }, (time) =>
        (hpa.desiredReplicas(time) >= hpa.maxReplicas ? 'true' : 'false') === status ? 1 : 0,
      ),
    ),
  ];
}

/** What kube-state-metrics shows of a node's capacity. */
export function nodeStateSeries(
  { node, allocatable }: { node: string; allocatable: Readonly<Record<string, number>> },
  window: HistoryWindow,
): readonly SampleSeries[] {
  return Object.entries(allocatable).flatMap(([resource, amount]) =>
    ['kube_node_status_allocatable', 'kube_node_status_capacity'].map((name) =>
      gauge(
        name,
        { node, resource, unit: units[resource] ?? 'integer', ...scrapeLabels },
        scrapeTimes(window),
        () => amount,
      ),
    ),
  );
}
