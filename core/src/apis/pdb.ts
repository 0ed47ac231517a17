import { type KubernetesObject, versionOf } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { dropUndefined } from './drop-undefined.ts';
import { hasMappingAt, integerAt, stringAt } from './field-values.ts';
import { type IntOrPercent, intOrPercentAt } from './int-or-percent.ts';
import { isOfKind, podDisruptionBudget } from './kinds.ts';
import { type LabelSelector, labelSelectorAt, matchesLabels } from './label-selector.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';

/** A PodDisruptionBudget (policy v1 and v1beta1). */
export interface PdbView {
  readonly metadata: ObjectMetadata;
  readonly version: string;
  readonly minAvailable?: IntOrPercent;
  readonly maxUnavailable?: IntOrPercent;
  readonly selector?: LabelSelector;
  readonly unhealthyPodEvictionPolicy?: string;
  readonly status?: PdbStatus;
}

export interface PdbStatus {
  /** Pods that may be evicted now. */
  readonly disruptionsAllowed?: number;
  readonly currentHealthy?: number;
  readonly desiredHealthy?: number;
  readonly expectedPods?: number;
}

/** Paths that are the same in both versions. */
export const pdbPaths = {
  minAvailable: ['spec', 'minAvailable'],
  maxUnavailable: ['spec', 'maxUnavailable'],
  selector: ['spec', 'selector'],
  unhealthyPodEvictionPolicy: ['spec', 'unhealthyPodEvictionPolicy'],
} as const satisfies Record<string, Path>;

/** `undefined` for an object of another kind. */
export function pdbView(object: KubernetesObject): PdbView | undefined {
  if (!isOfKind(object, podDisruptionBudget)) return undefined;
  return dropUndefined({
    metadata: metadataOf(object),
    version: versionOf(object.apiVersion),
    minAvailable: intOrPercentAt(object, ...pdbPaths.minAvailable),
    maxUnavailable: intOrPercentAt(object, ...pdbPaths.maxUnavailable),
    selector: labelSelectorAt(object, ...pdbPaths.selector),
    unhealthyPodEvictionPolicy: stringAt(object, ...pdbPaths.unhealthyPodEvictionPolicy),
    status: readStatus(object),
  });
}

/**
 * Whether a pod of the budget's namespace with these labels is under it. An empty selector takes every pod in
 * v1 and none in v1beta1; without a selector the budget takes none.
 */
export function pdbSelects(view: PdbView, podLabels: Readonly<Record<string, string>>): boolean {
  const { selector, version } = view;
  if (!selector) return false;
  const empty = Object.keys(selector.matchLabels).length === 0 && selector.matchExpressions.length === 0;
  return empty ? version !== 'v1beta1' : matchesLabels(selector, podLabels);
}

function readStatus(object: KubernetesObject): PdbStatus | undefined {
  if (!hasMappingAt(object, 'status')) return undefined;
  return dropUndefined({
    disruptionsAllowed: integerAt(object, 'status', 'disruptionsAllowed'),
    currentHealthy: integerAt(object, 'status', 'currentHealthy'),
    desiredHealthy: integerAt(object, 'status', 'desiredHealthy'),
    expectedPods: integerAt(object, 'status', 'expectedPods'),
  });
}
