import { type KubernetesObject, versionOf } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { dropUndefined } from './drop-undefined.ts';
import { integerAt, itemsAt, stringAt, stringMapAt, stringsAt } from './field-values.ts';
import { isOfKind, nodePool } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { type ResourceList, resourceListAt } from './resource-list.ts';
import { type Taint, taintsAt } from './toleration.ts';

/** A Karpenter NodePool (karpenter.sh v1 and v1beta1). */
export interface NodePoolView {
  readonly metadata: ObjectMetadata;
  readonly version: string;
  /** Labels of the nodes that it makes. */
  readonly labels: Readonly<Record<string, string>>;
  readonly requirements: readonly NodeRequirement[];
  readonly taints: readonly Taint[];
  /** What the pool may grow to in all; nothing means without limit. */
  readonly limits: ResourceList;
  /** Pools of higher weight are tried first; 0 where none is written. */
  readonly weight: number;
  /** `WhenEmptyOrUnderutilized` (the default), `WhenEmpty`, `Balanced`. */
  readonly consolidationPolicy?: string;
}

/** What a node's label must be: an instance type, a zone, a capacity type. */
export interface NodeRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt`, `Lt`, or what else was written. */
  readonly operator: string;
  readonly values: readonly string[];
}

export const nodePoolPaths = {
  requirements: ['spec', 'template', 'spec', 'requirements'],
  taints: ['spec', 'template', 'spec', 'taints'],
  limits: ['spec', 'limits'],
  weight: ['spec', 'weight'],
  consolidationPolicy: ['spec', 'disruption', 'consolidationPolicy'],
} as const satisfies Record<string, Path>;

/** `undefined` for an object of another kind. */
export function nodePoolView(object: KubernetesObject): NodePoolView | undefined {
  if (!isOfKind(object, nodePool)) return undefined;
  return dropUndefined({
    metadata: metadataOf(object),
    version: versionOf(object.apiVersion),
    labels: stringMapAt(object, 'spec', 'template', 'metadata', 'labels'),
    requirements: itemsAt(object, ...nodePoolPaths.requirements).flatMap(readRequirement),
    taints: taintsAt(object, ...nodePoolPaths.taints),
    limits: resourceListAt(object, ...nodePoolPaths.limits),
    weight: integerAt(object, ...nodePoolPaths.weight) ?? 0,
    consolidationPolicy: stringAt(object, ...nodePoolPaths.consolidationPolicy),
  });
}

function readRequirement(entry: unknown): readonly NodeRequirement[] {
  const key = stringAt(entry, 'key');
  const operator = stringAt(entry, 'operator');
  if (key === undefined || operator === undefined) return [];
  return [{ key, operator, values: stringsAt(entry, 'values') }];
}
