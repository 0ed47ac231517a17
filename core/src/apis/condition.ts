import { dropUndefined } from './drop-undefined.ts';
import { type FieldPath, itemsAt, stringAt, timeMsAt } from './field-values.ts';

/** An entry of `status.conditions`. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  /** Epoch milliseconds. */
  readonly lastTransitionMs?: number;
}

/** The conditions at `path`; those without a type or a status are left out. */
export function conditionsAt(root: unknown, ...path: FieldPath): readonly Condition[] {
  return itemsAt(root, ...path).flatMap((entry) => {
    const type = stringAt(entry, 'type');
    const status = stringAt(entry, 'status');
    if (type === undefined || !isStatus(status)) return [];
    const reason = stringAt(entry, 'reason');
    const message = stringAt(entry, 'message');
    const lastTransitionMs = timeMsAt(entry, 'lastTransitionTime');
    return [dropUndefined({ type, status, reason, message, lastTransitionMs })];
  });
}

function isStatus(status: string | undefined): status is Condition['status'] {
  return status === 'True' || status === 'False' || status === 'Unknown';
}
