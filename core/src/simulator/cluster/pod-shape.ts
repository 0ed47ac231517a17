import { type PodView, podView } from '../../apis/index.ts';
import type { DrainPod } from '../../nodes/index.ts';
import type { SchedulingPod } from '../../scheduling/index.ts';
import type { PodShape } from '../scenario.ts';

/** Makes pods of one workload: all alike but for their names, owned by a ReplicaSet. */
export function podMaker(workload: string, shape: PodShape): (name: string) => DrainPod {
  const labels = { app: workload };
  const view = ownedPod(workload, labels);
  const like: Omit<SchedulingPod, 'name'> = {
    namespace: 'default',
    labels,
    requests: Object.entries(shape.requests).filter(([, amount]) => amount > 0),
    nodeSelector: shape.nodeSelector ?? {},
    tolerations: shape.tolerations ?? [],
    hostPorts: [],
    podAffinity: [],
    podAntiAffinity: [],
    spread: [],
    volumes: [],
    priority: shape.priority ?? 0,
    terminating: false,
  };
  return (name) => ({ pod: { ...like, name }, view });
}

/** What Cluster Autoscaler looks at before it moves a pod; one for all of a workload's pods, since none of it differs. */
function ownedPod(workload: string, labels: Readonly<Record<string, string>>): PodView {
  return podView({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: workload,
      namespace: 'default',
      labels,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: workload, controller: true }],
    },
    spec: { containers: [{ name: 'app' }] },
    status: { phase: 'Running' },
  })!;
}
