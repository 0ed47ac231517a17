import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { dropUndefined } from './drop-undefined.ts';
import { integerAt, itemsAt, stringAt, stringMapAt, valueAt } from './field-values.ts';
import { type HpaBehavior, readHpaBehavior } from './hpa-behavior.ts';
import { isOfKind, scaledObject } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { type ObjectReference, objectReferenceAt } from './object-reference.ts';

/** A KEDA ScaledObject (keda.sh/v1alpha1, KEDA 2.15 to 2.22), from which KEDA makes an HPA. */
export interface ScaledObjectView {
  readonly metadata: ObjectMetadata;
  /** A Deployment of `apps` where no kind or version is written. */
  readonly scaleTargetRef?: ObjectReference;
  /** 0 where none is written. */
  readonly minReplicaCount: number;
  /** 100 where none is written. */
  readonly maxReplicaCount: number;
  readonly idleReplicaCount?: number;
  readonly triggers: readonly ScaledObjectTrigger[];
  /** The HPA that KEDA makes. */
  readonly hpaName?: string;
  readonly behavior?: HpaBehavior;
}

export interface ScaledObjectTrigger {
  readonly type?: string;
  readonly name?: string;
  /** `AverageValue` (the default), `Value`, `Utilization`. */
  readonly metricType?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export const scaledObjectPaths = {
  scaleTargetRef: ['spec', 'scaleTargetRef'],
  minReplicaCount: ['spec', 'minReplicaCount'],
  maxReplicaCount: ['spec', 'maxReplicaCount'],
  idleReplicaCount: ['spec', 'idleReplicaCount'],
  triggers: ['spec', 'triggers'],
} as const satisfies Record<string, Path>;

const hpaConfig = ['spec', 'advanced', 'horizontalPodAutoscalerConfig'] as const;

/** `undefined` for an object of another kind. */
export function scaledObjectView(object: KubernetesObject): ScaledObjectView | undefined {
  if (!isOfKind(object, scaledObject)) return undefined;
  const metadata = metadataOf(object);
  const defaultHpaName = metadata.name === undefined ? undefined : `keda-hpa-${metadata.name}`;
  return dropUndefined({
    metadata,
    scaleTargetRef: objectReferenceAt({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      ...withoutEmpty(stringMapAt(object, ...scaledObjectPaths.scaleTargetRef)),
    }),
    minReplicaCount: integerAt(object, ...scaledObjectPaths.minReplicaCount) ?? 0,
    maxReplicaCount: integerAt(object, ...scaledObjectPaths.maxReplicaCount) ?? 100,
    idleReplicaCount: integerAt(object, ...scaledObjectPaths.idleReplicaCount),
    triggers: itemsAt(object, ...scaledObjectPaths.triggers).map(readTrigger),
    hpaName: stringAt(object, ...hpaConfig, 'name') ?? defaultHpaName,
    behavior: readHpaBehavior(valueAt(object, ...hpaConfig, 'behavior')),
  });
}

function withoutEmpty(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function readTrigger(trigger: unknown): ScaledObjectTrigger {
  return dropUndefined({
    type: stringAt(trigger, 'type'),
    name: stringAt(trigger, 'name'),
    metricType: stringAt(trigger, 'metricType'),
    metadata: stringMapAt(trigger, 'metadata'),
  });
}
