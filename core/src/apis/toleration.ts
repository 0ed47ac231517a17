import { dropUndefined } from './drop-undefined.ts';
import { type FieldPath, integerAt, itemsAt, stringAt } from './field-values.ts';

/** An entry of `tolerations`, with Kubernetes' default operator filled in. */
export interface Toleration {
  /** Absent together with operator `Exists`: tolerates every taint. */
  readonly key?: string;
  /** `Equal` (the default), `Exists`, or what else was written. */
  readonly operator: string;
  readonly value?: string;
  /** Absent: every effect. */
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

/** A node's taint. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule`, `NoExecute`, or what else was written. */
  readonly effect: string;
}

export function tolerationsAt(root: unknown, ...path: FieldPath): readonly Toleration[] {
  return itemsAt(root, ...path).map((entry) =>
    dropUndefined({
      key: stringAt(entry, 'key'),
      operator: stringAt(entry, 'operator') || 'Equal',
      value: stringAt(entry, 'value'),
      effect: stringAt(entry, 'effect'),
      tolerationSeconds: integerAt(entry, 'tolerationSeconds'),
    }),
  );
}

/** Taints without a key or an effect are left out. */
export function taintsAt(root: unknown, ...path: FieldPath): readonly Taint[] {
  return itemsAt(root, ...path).flatMap((entry) => {
    const key = stringAt(entry, 'key');
    const effect = stringAt(entry, 'effect');
    if (key === undefined || effect === undefined) return [];
    return [dropUndefined({ key, value: stringAt(entry, 'value'), effect })];
  });
}

/**
 * Whether the toleration matches the taint (`ToleratesTaint`, k8s.io/api 0.36, core/v1/toleration.go). The
 * alpha operators `Lt` and `Gt` match nothing.
 */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = '', operator, value = '', effect = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''));
}
