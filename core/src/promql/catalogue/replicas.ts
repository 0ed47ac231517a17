import { defineQuery } from '../defined-query.ts';
import type { WorkloadRef } from '../pod-names.ts';
import { equal, oneOf } from '../selector.ts';
import { seriesAboutObject, seriesAboutPods, workloadIdentity } from '../workload-series.ts';

interface ReplicaSeries {
  readonly label: string;
  readonly wanted: string;
  readonly ready: string;
}

// kube-state-metrics v2 docs/metrics/workload/*-metrics.md.
const replicaSeries: ReadonlyMap<string, ReplicaSeries> = new Map([
  [
    'Deployment',
    {
      label: 'deployment',
      wanted: 'kube_deployment_spec_replicas',
      ready: 'kube_deployment_status_replicas_ready',
    },
  ],
  [
    'StatefulSet',
    {
      label: 'statefulset',
      wanted: 'kube_statefulset_replicas',
      ready: 'kube_statefulset_status_replicas_ready',
    },
  ],
  [
    'DaemonSet',
    {
      label: 'daemonset',
      wanted: 'kube_daemonset_status_desired_number_scheduled',
      ready: 'kube_daemonset_status_number_ready',
    },
  ],
  [
    'ReplicaSet',
    {
      label: 'replicaset',
      wanted: 'kube_replicaset_spec_replicas',
      ready: 'kube_replicaset_status_ready_replicas',
    },
  ],
]);

export const specReplicas = defineQuery<[workload: WorkloadRef]>(
  {
    name: 'spec-replicas',
    meaning:
      'How many replicas are asked for (of a kind without that field: pods that are pending or running).',
    exporter: 'kube-state-metrics',
    series: [...[...replicaSeries.values()].map(({ wanted }) => wanted), 'kube_pod_status_phase'],
    unit: 'replicas',
    aggregation: 'One series.',
  },
  workloadIdentity,
  (workload) => {
    const known = replicaSeries.get(workload.kind);
    if (known) return ofObject(workload, known.label, known.wanted);
    const phases = [oneOf('phase', ['Pending', 'Running'])];
    return `count(max by (pod) (${seriesAboutPods(workload, 'kube_pod_status_phase', phases)}) == 1)`;
  },
);

export const readyReplicas = defineQuery<[workload: WorkloadRef]>(
  {
    name: 'ready-replicas',
    meaning: 'How many replicas are ready.',
    exporter: 'kube-state-metrics',
    series: [...[...replicaSeries.values()].map(({ ready }) => ready), 'kube_pod_status_ready'],
    unit: 'replicas',
    aggregation: 'One series.',
  },
  workloadIdentity,
  (workload) => {
    const known = replicaSeries.get(workload.kind);
    if (known) return ofObject(workload, known.label, known.ready);
    const ready = [equal('condition', 'true')];
    return `sum(max by (pod) (${seriesAboutPods(workload, 'kube_pod_status_ready', ready)}))`;
  },
);

function ofObject({ namespace, name }: WorkloadRef, label: string, metric: string): string {
  return `max(${seriesAboutObject(namespace, metric, [equal(label, name)])})`;
}
