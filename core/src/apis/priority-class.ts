import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { dropUndefined } from './drop-undefined.ts';
import { booleanAt, integerAt, stringAt } from './field-values.ts';
import { isOfKind, priorityClass } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';

/** A PriorityClass; all versions have the same fields. */
export interface PriorityClassView {
  readonly metadata: ObjectMetadata;
  readonly value?: number;
  readonly globalDefault: boolean;
  /** `PreemptLowerPriority` (the default) or `Never`. */
  readonly preemptionPolicy?: string;
}

export const priorityClassPaths = {
  value: ['value'],
  globalDefault: ['globalDefault'],
} as const satisfies Record<string, Path>;

/** `undefined` for an object of another kind. */
export function priorityClassView(object: KubernetesObject): PriorityClassView | undefined {
  if (!isOfKind(object, priorityClass)) return undefined;
  return dropUndefined({
    metadata: metadataOf(object),
    value: integerAt(object, ...priorityClassPaths.value),
    globalDefault: booleanAt(object, ...priorityClassPaths.globalDefault) ?? false,
    preemptionPolicy: stringAt(object, 'preemptionPolicy'),
  });
}
