import type { Reason } from '../evidence/reason.ts';
import type { PodGroups } from './group-pods.ts';
import type { Tolerances } from './tolerance.ts';

/** The steps of one metric's calculation, in words. */

export function groupsReason(groups: PodGroups, pods: number): Reason {
  const { readyCount, unready, missing, ignored } = groups;
  const others = [
    unready.length > 0 ? `${unready.length} not ready yet` : '',
    missing.length > 0 ? `${missing.length} without a metric` : '',
    ignored.length > 0 ? `${ignored.length} being deleted or failed` : '',
  ].filter((part) => part !== '');
  return {
    rule: 'hpa/pod-groups',
    text: `${readyCount} of ${pods} pods count with their metric${others.length > 0 ? `; ${others.join(', ')}` : ''}.`,
    inputs: {
      pods,
      ready: readyCount,
      unready: unready.length,
      missing: missing.length,
      ignored: ignored.length,
    },
  };
}

export function toleranceReason(
  ratio: number,
  { tolerances, currentReplicas }: { readonly tolerances: Tolerances; readonly currentReplicas: number },
): Reason {
  const { scaleUp, scaleDown } = tolerances;
  return {
    rule: 'hpa/tolerance',
    text: `The ratio ${ratioText(ratio)} is within the tolerance (${percentText(scaleDown)} below to ${percentText(scaleUp)} above the target): ${replicasText(currentReplicas)} stay.`,
    inputs: { ratio, toleranceUp: scaleUp, toleranceDown: scaleDown, replicas: currentReplicas },
  };
}

export function replicasReason(ratio: number, pods: number, replicas: number): Reason {
  return {
    rule: 'hpa/replica-count',
    text: `${ratioText(ratio)} × ${pods} ${pods === 1 ? 'pod' : 'pods'}, rounded up: ${replicasText(replicas)}.`,
    inputs: { ratio, pods, replicas },
  };
}

export function missingReason(missing: number, ratio: number, assumption: string): Reason {
  const below = ratio < 1;
  const used = below ? assumption : 'nothing';
  return {
    rule: 'hpa/missing-metrics',
    text: `Usage is ${below ? 'below' : 'above'} target, so the ${missing} without a metric count as using ${used}.`,
    inputs: { missing, ratio },
  };
}

export function unreadyReason(unready: number): Reason {
  return {
    rule: 'hpa/unready-pods',
    text: `Usage is above target, so the ${unready} not ready yet count as using nothing.`,
    inputs: { unready },
  };
}

export function directionReason(
  ratio: number,
  assumedRatio: number,
  currentReplicas: number,
  replicas?: number,
): Reason {
  const outcome = replicas === undefined ? `a ratio of ${ratioText(assumedRatio)}` : replicasText(replicas);
  return {
    rule: 'hpa/direction-change',
    text: `With those pods counted, ${ratioText(ratio)} becomes ${outcome}, the other way round: ${replicasText(currentReplicas)} stay.`,
    inputs: { ratio, assumedRatio, currentReplicas, ...(replicas === undefined ? {} : { replicas }) },
  };
}

export function replicasText(replicas: number): string {
  return replicas === 1 ? '1 replica' : `${replicas} replicas`;
}

/** Three places, none of them a closing zero: `1.19`, `0.333`. */
export function ratioText(ratio: number): string {
  return Number.isFinite(ratio) ? String(Math.round(ratio * 1000) / 1000) : String(ratio);
}

export function percentText(fraction: number): string {
  return `${Math.round(fraction * 1e5) / 1e3} %`;
}
