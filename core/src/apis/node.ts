import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import { capacityTypeOf, type NodeCapacityType } from './capacity-type.ts';
import { conditionsAt } from './condition.ts';
import { dropUndefined } from './drop-undefined.ts';
import { booleanAt } from './field-values.ts';
import { isOfKind, node } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { type ResourceList, resourceListAt } from './resource-list.ts';
import { type Taint, taintsAt } from './toleration.ts';

/** A node and what its labels say of the machine. */
export interface NodeView {
  readonly metadata: ObjectMetadata;
  /** The provider's name for the kind of machine: `g5.xlarge`. */
  readonly instanceType?: string;
  readonly region?: string;
  readonly zone?: string;
  /** `amd64`, `arm64`. */
  readonly architecture?: string;
  readonly capacityType: NodeCapacityType;
  readonly capacity: ResourceList;
  /** What pods can have; the capacity where the status tells only that. */
  readonly allocatable: ResourceList;
  readonly taints: readonly Taint[];
  readonly unschedulable: boolean;
  readonly ready: boolean;
}

const instanceTypeLabels = ['node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type'];
const regionLabels = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'];
const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];
const architectureLabels = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

/** `undefined` for an object of another kind. */
export function nodeView(object: KubernetesObject): NodeView | undefined {
  if (!isOfKind(object, node)) return undefined;
  const metadata = metadataOf(object);
  const capacity = resourceListAt(object, 'status', 'capacity');
  const ready = conditionsAt(object, 'status', 'conditions').find(({ type }) => type === 'Ready');
  return dropUndefined({
    metadata,
    instanceType: firstLabel(metadata, instanceTypeLabels),
    region: firstLabel(metadata, regionLabels),
    zone: firstLabel(metadata, zoneLabels),
    architecture: firstLabel(metadata, architectureLabels),
    capacityType: capacityTypeOf(metadata.labels),
    capacity,
    allocatable: { ...capacity, ...resourceListAt(object, 'status', 'allocatable') },
    taints: taintsAt(object, 'spec', 'taints'),
    unschedulable: booleanAt(object, 'spec', 'unschedulable') ?? false,
    ready: ready?.status === 'True',
  });
}

function firstLabel({ labels }: ObjectMetadata, keys: readonly string[]): string | undefined {
  return keys.map((key) => labels[key]).find((value) => value !== undefined && value !== '');
}
