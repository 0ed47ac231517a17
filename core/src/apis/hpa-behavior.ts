import type { Quantity } from '../units/quantity.ts';
import { dropUndefined } from './drop-undefined.ts';
import {
  entriesAt,
  hasMappingAt,
  integerAt,
  itemsAt,
  quantityAt,
  stringAt,
  valueAt,
} from './field-values.ts';

/** `spec.behavior` as written: nothing is filled in. */
export interface HpaBehavior {
  readonly scaleUp?: HpaScalingRules;
  readonly scaleDown?: HpaScalingRules;
}

export interface HpaScalingRules {
  readonly stabilizationWindowSeconds?: number;
  /** `Max`, `Min`, `Disabled`, or what else was written. */
  readonly selectPolicy?: string;
  /** Absent where none are written; an explicit empty list is kept. */
  readonly policies?: readonly HpaScalingPolicy[];
  /** A fraction: 50m is 5 %. Without effect where the cluster does not have HPAConfigurableTolerance. */
  readonly tolerance?: Quantity;
}

export interface HpaScalingPolicy {
  /** `Pods`, `Percent`, or what else was written. */
  readonly type?: string;
  readonly value?: number;
  readonly periodSeconds?: number;
}

/** `undefined` where there is no behavior. */
export function readHpaBehavior(behavior: unknown): HpaBehavior | undefined {
  if (!hasMappingAt(behavior)) return undefined;
  return dropUndefined({
    scaleUp: readScalingRules(valueAt(behavior, 'scaleUp')),
    scaleDown: readScalingRules(valueAt(behavior, 'scaleDown')),
  });
}

/**
 * The behavior in the annotation of v1 and v2beta1: Kubernetes writes its internal type there, with field
 * names as in Go (`ScaleUp`, `StabilizationWindowSeconds`), and ignores what it cannot read or finds empty.
 */
export function readHpaBehaviorAnnotation(behavior: unknown): HpaBehavior | undefined {
  const read = readHpaBehavior(withLowerCamelKeys(behavior));
  return read && Object.keys(read).length > 0 ? read : undefined;
}

function readScalingRules(rules: unknown): HpaScalingRules | undefined {
  if (!hasMappingAt(rules)) return undefined;
  return dropUndefined({
    stabilizationWindowSeconds: integerAt(rules, 'stabilizationWindowSeconds'),
    selectPolicy: stringAt(rules, 'selectPolicy'),
    policies: Array.isArray(valueAt(rules, 'policies'))
      ? itemsAt(rules, 'policies').map(readPolicy)
      : undefined,
    tolerance: quantityAt(rules, 'tolerance'),
  });
}

function readPolicy(policy: unknown): HpaScalingPolicy {
  return dropUndefined({
    type: stringAt(policy, 'type'),
    value: integerAt(policy, 'value'),
    periodSeconds: integerAt(policy, 'periodSeconds'),
  });
}

function withLowerCamelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLowerCamelKeys);
  if (!hasMappingAt(value)) return value;
  return Object.fromEntries(
    entriesAt(value).map(([key, field]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      withLowerCamelKeys(field),
    ]),
  );
}
