import type { Condition } from '../../apis/condition.ts';
import type { HpaView } from '../../apis/hpa.ts';
import { secondsSince, type StatusFacts, statusHpa } from './status-facts.ts';
import type { StatusInactive } from './status-report.ts';

/** A younger HPA may simply not have had its turn: the controller looks at each every 15 seconds. */
const NOT_SYNCED_AFTER_MS = 60_000;

/** HPAs of which the controller says that it cannot or may not act, for another reason than a metric, and those it never looked at. */
export function inactiveHpas({ hpas, nowMs }: StatusFacts): readonly StatusInactive[] {
  return hpas.flatMap((hpa): StatusInactive[] => {
    const { currentReplicas } = hpa.status ?? {};
    const replicas = currentReplicas === undefined ? {} : { replicas: currentReplicas };
    const condition = failedCondition(hpa);
    if (condition !== undefined && !isAboutMetric(condition)) {
      const { reason = condition.type, message = '', lastTransitionMs } = condition;
      return [{ ...statusHpa(hpa), ...replicas, reason, message, ...secondsSince(lastTransitionMs, nowMs) }];
    }
    const { creationMs } = hpa.metadata;
    if (!isUnseen(hpa) || creationMs === undefined || nowMs - creationMs < NOT_SYNCED_AFTER_MS) return [];
    return [
      {
        ...statusHpa(hpa),
        reason: 'NotSynced',
        message: 'the HPA controller has not looked at it yet: is kube-controller-manager running?',
        ...secondsSince(creationMs, nowMs),
      },
    ];
  });
}

/** The controller, which writes conditions at every sync, says nothing of it. */
export function isSilent({ status }: HpaView): boolean {
  return (status?.conditions ?? []).length === 0;
}

/** The controller never looked at it. */
export function isUnseen(hpa: HpaView): boolean {
  return isSilent(hpa) && (hpa.status?.observedGeneration ?? 0) === 0;
}

/** The condition that keeps the controller from acting. */
export function failedCondition({ status }: HpaView): Condition | undefined {
  return (['AbleToScale', 'ScalingActive'] as const)
    .map((type) => status?.conditions.find((condition) => condition.type === type))
    .find((condition) => condition?.status === 'False');
}

/** `FailedGetResourceMetric`, `FailedGetPodsMetric`, `InvalidMetricSourceType` (horizontal.go, Kubernetes 1.36). */
export function isAboutMetric({ reason = '' }: Condition): boolean {
  return /^(FailedGet\w*Metric|InvalidMetricSourceType)$/.test(reason);
}
