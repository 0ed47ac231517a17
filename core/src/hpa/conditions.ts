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
 * The list after the changes, each in the place of the one of its type, or at the end. A transition time moves only when the status
 * does (`setConditionInList`, horizontal.go, Kubernetes 1.37).
 */
export function setConditions(
  conditions: readonly HpaCondition[],
  changes: readonly HpaCondition[],
  nowMs: number,
): readonly HpaCondition[] {
  const list = [...conditions];
  for (const change of changes) {
    const index = list.findIndex(({ type }) => type === change.type);
    const before = list[index];
    const after = withTransition(
      change,
      before?.status === change.status ? before.lastTransitionTimeMs : nowMs,
    );
    if (before) list[index] = after;
    else list.push(after);
  }
  return list;
}

function withTransition(condition: HpaCondition, lastTransitionTimeMs: number | undefined): HpaCondition {
  if (lastTransitionTimeMs === undefined) return condition;
  // Field by field: conditions are set several times in every decision, and a spread costs many times as much.
  const { type, status, reason, message } = condition;
  return { type, status, reason, message, lastTransitionTimeMs };
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
