export type HpaConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited' | 'ScaledToZero';

/** One of `status.conditions`, with the reasons and messages that the controller itself writes. */
export interface HpaCondition {
  readonly type: HpaConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTimeMs?: number;
}

/**
 * The list with `condition` in place of the one of its type, or at its end. The transition time moves only when the
 * status does (`setConditionInList`, horizontal.go, Kubernetes 1.37).
 */
export function setCondition(
  conditions: readonly HpaCondition[],
  condition: HpaCondition,
  nowMs: number,
): readonly HpaCondition[] {
  const index = conditions.findIndex(({ type }) => type === condition.type);
  const before = conditions[index];
  if (!before) return [...conditions, { ...condition, lastTransitionTimeMs: nowMs }];
  const since = before.status === condition.status ? before.lastTransitionTimeMs : nowMs;
  const after = since === undefined ? condition : { ...condition, lastTransitionTimeMs: since };
  const list = [...conditions];
  list[index] = after;
  return list;
}

export function removeCondition(
  conditions: readonly HpaCondition[],
  type: HpaConditionType,
): readonly HpaCondition[] {
  return conditions.filter((condition) => condition.type !== type);
}

export function findCondition(
  conditions: readonly HpaCondition[],
  type: HpaConditionType,
): HpaCondition | undefined {
  return conditions.find((condition) => condition.type === type);
}
