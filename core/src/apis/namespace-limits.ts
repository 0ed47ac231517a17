import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import type { Quantity } from '../units/quantity.ts';
import { dropUndefined } from './drop-undefined.ts';
import { itemsAt, stringAt, stringsAt } from './field-values.ts';
import { isOfKind, limitRange, resourceQuota } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { type ResourceList, resourceListAt } from './resource-list.ts';

/** A LimitRange: bounds and defaults for what is created in its namespace. */
export interface LimitRangeView {
  readonly metadata: ObjectMetadata;
  readonly limits: readonly LimitRangeItem[];
}

export interface LimitRangeItem {
  /** `Container`, `Pod`, `PersistentVolumeClaim`. */
  readonly type?: string;
  readonly default: ResourceList;
  readonly defaultRequest: ResourceList;
  readonly min: ResourceList;
  readonly max: ResourceList;
  readonly path: Path;
}

/** A default and the field of the LimitRange that it comes from. */
export interface LimitRangeDefault {
  readonly quantity: Quantity;
  readonly limitRange: LimitRangeView;
  /** In the LimitRange. */
  readonly path: Path;
}

/** `undefined` for an object of another kind. */
export function limitRangeView(object: KubernetesObject): LimitRangeView | undefined {
  if (!isOfKind(object, limitRange)) return undefined;
  return {
    metadata: metadataOf(object),
    limits: itemsAt(object, 'spec', 'limits').map((item, index) =>
      dropUndefined({
        type: stringAt(item, 'type'),
        default: resourceListAt(item, 'default'),
        defaultRequest: resourceListAt(item, 'defaultRequest'),
        min: resourceListAt(item, 'min'),
        max: resourceListAt(item, 'max'),
        path: ['spec', 'limits', index],
      }),
    ),
  };
}

/**
 * What stands in for a default request that is not written (`SetDefaults_LimitRangeItem`, Kubernetes 1.37).
 */
const requestFields = ['defaultRequest', 'default', 'max', 'min'] as const;

/**
 * The request that a container without one is given when it is created: of the first LimitRange that has one,
 * from its last item for containers (plugin/pkg/admission/limitranger, Kubernetes 1.37). All are taken to be
 * of the container's namespace.
 */
export function defaultContainerRequest(
  limitRanges: readonly LimitRangeView[],
  resource: string,
): LimitRangeDefault | undefined {
  for (const view of limitRanges) {
    for (const item of view.limits.filter(({ type }) => type === 'Container').reverse()) {
      for (const field of requestFields) {
        const quantity = item[field][resource];
        if (quantity) return { quantity, limitRange: view, path: [...item.path, field, resource] };
      }
    }
  }
  return undefined;
}

/** A ResourceQuota. */
export interface ResourceQuotaView {
  readonly metadata: ObjectMetadata;
  /** `requests.cpu`, `limits.memory`, `pods`, `requests.nvidia.com/gpu`, … */
  readonly hard: ResourceList;
  /** From the status; empty in a manifest. */
  readonly used: ResourceList;
  /** Only pods in all of these scopes count. */
  readonly scopes: readonly string[];
}

/** `undefined` for an object of another kind. */
export function resourceQuotaView(object: KubernetesObject): ResourceQuotaView | undefined {
  if (!isOfKind(object, resourceQuota)) return undefined;
  const selected = itemsAt(object, 'spec', 'scopeSelector', 'matchExpressions');
  return {
    metadata: metadataOf(object),
    hard: resourceListAt(object, 'spec', 'hard'),
    used: resourceListAt(object, 'status', 'used'),
    scopes: [
      ...stringsAt(object, 'spec', 'scopes'),
      ...selected.flatMap((expression) => stringAt(expression, 'scopeName') ?? []),
    ],
  };
}
