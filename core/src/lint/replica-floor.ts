import { hpaPaths, hpaView } from '../apis/hpa.ts';
import { scaledObjectPaths, scaledObjectView } from '../apis/keda.ts';
import { horizontalPodAutoscaler, scaledObject } from '../apis/kinds.ts';
import { replicasPath, type WorkloadView } from '../apis/workload.ts';
import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';
import type { Workspace } from './workspace.ts';

/** The fewest pods that a workload has while it works, and what says so. */
export interface ReplicaFloor {
  readonly replicas: number;
  readonly field: Field;
  readonly describe: string;
}

/**
 * From the HPA's minReplicas, else the ScaledObject's minReplicaCount, else the workload's replicas. `undefined` where the manifest has
 * no replicas: something outside may set them.
 */
export function replicaFloorOf(
  workload: Resource,
  view: WorkloadView,
  workspace: Workspace,
): ReplicaFloor | undefined {
  const [hpa] = workspace.autoscalersOf(workload, horizontalPodAutoscaler);
  if (hpa) {
    const replicas = hpa.derive(hpaView)?.minReplicas ?? 1;
    const field = rootOf(hpa).get(...hpaPaths.minReplicas);
    return { replicas, field, describe: `HPA ${hpa.name} goes down to ${replicas}` };
  }
  const [scaled] = workspace.autoscalersOf(workload, scaledObject);
  if (scaled) {
    const replicas = scaledObjectView(scaled.object)?.minReplicaCount ?? 0;
    const field = rootOf(scaled).get(...scaledObjectPaths.minReplicaCount);
    return { replicas, field, describe: `ScaledObject ${scaled.name} goes down to ${replicas}` };
  }
  const path = replicasPath(workload);
  if (!path || view.replicas === undefined) return undefined;
  return {
    replicas: view.replicas,
    field: rootOf(workload).get(...path),
    describe: `${workload.kind} ${workload.name} has ${view.replicas}`,
  };
}
