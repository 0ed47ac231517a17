import { hpaView } from '../apis/hpa.ts';
import { scaledObjectView } from '../apis/keda.ts';
import { horizontalPodAutoscaler, scaledObject } from '../apis/kinds.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { Field } from './field.ts';
import { scaleTargetField } from './scale-target.ts';
import type { Workspace } from './workspace.ts';

/** Between what an autoscaler keeps a workload. */
export interface ReplicaRange {
  readonly min: number;
  readonly max: number;
  /** `HPA web`, `ScaledObject web`. */
  readonly autoscaler: string;
  /** Where the autoscaler names the workload. */
  readonly field: Field;
}

/** The range of the HPA, else of the ScaledObject, that scales a workload. */
export function replicaRangeOf(workload: Resource, workspace: Workspace): ReplicaRange | undefined {
  const [hpa] = workspace.autoscalersOf(workload, horizontalPodAutoscaler);
  if (hpa) {
    const view = hpa.derive(hpaView);
    if (view?.maxReplicas === undefined) return undefined;
    const { minReplicas: min, maxReplicas: max } = view;
    return { min, max, autoscaler: `HPA ${hpa.name}`, field: scaleTargetField(hpa) };
  }
  const [scaled] = workspace.autoscalersOf(workload, scaledObject);
  const view = scaled && scaledObjectView(scaled.object);
  if (!scaled || !view) return undefined;
  const { minReplicaCount: min, maxReplicaCount: max } = view;
  return { min, max, autoscaler: `ScaledObject ${scaled.name}`, field: scaleTargetField(scaled) };
}
