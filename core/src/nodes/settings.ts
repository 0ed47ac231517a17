import type { CommandLineFlag } from '../apis/command-line-flag.ts';
import { lastFlag } from '../apis/command-line-flag.ts';
import { parseGoDuration, toMilliseconds } from '../units/duration.ts';

/** The flags of Cluster Autoscaler that decide. Names follow the flags'. */
export interface ClusterAutoscalerSettings {
  /** Minor version of the release, 36 for 1.36. */
  readonly minor: number;
  /** In the order in which they filter. */
  readonly expanders: readonly string[];
  readonly balanceSimilarNodeGroups: boolean;
  /** 0: no limit. */
  readonly maxNodesTotal: number;
  readonly maxNodesPerScaleUp: number;
  readonly coresTotal: ResourceRange;
  readonly memoryTotalBytes: ResourceRange;
  readonly expendablePodsPriorityCutoff: number;
  readonly scaleDownEnabled: boolean;
  readonly scaleDownUtilizationThreshold: number;
  readonly scaleDownGpuUtilizationThreshold: number;
  readonly scaleDownUnneededMs: number;
  readonly scaleDownUnreadyMs: number;
  readonly ignoreDaemonSetsUtilization: boolean;
  readonly ignoreMirrorPodsUtilization: boolean;
  readonly skipNodesWithSystemPods: boolean;
  /** From what age on a kube-system pod no longer keeps its node; `Infinity` before 1.33. */
  readonly blockingSystemPodTimeoutMs: number;
  readonly skipNodesWithLocalStorage: boolean;
  readonly skipNodesWithCustomControllerPods: boolean;
  readonly minReplicaCount: number;
  readonly maxScaleDownParallelism: number;
  readonly maxDrainParallelism: number;
}

export interface ResourceRange {
  readonly min: number;
  readonly max: number;
}

const gigabyte = 2 ** 30;
const hourMs = 3_600_000;

/**
 * What differs between releases, newest first; a row holds from its release on. Read in the release branches of
 * kubernetes/autoscaler: config/flags/flags.go, core/scaledown/eligibility/eligibility.go and
 * simulator/drainability/rules/rules.go.
 */
const oldest: Release = {
  since: 0,
  atThresholdIsUnneeded: false,
  leavesPodsToComplete: false,
  defaultExpander: 'random',
  blockingSystemPodTimeoutMs: Infinity,
};
const releases: readonly Release[] = [
  {
    since: 36,
    atThresholdIsUnneeded: true,
    leavesPodsToComplete: true,
    defaultExpander: 'least-waste',
    blockingSystemPodTimeoutMs: hourMs,
  },
  {
    since: 35,
    atThresholdIsUnneeded: true,
    leavesPodsToComplete: false,
    defaultExpander: 'least-waste',
    blockingSystemPodTimeoutMs: hourMs,
  },
  {
    since: 33,
    atThresholdIsUnneeded: false,
    leavesPodsToComplete: false,
    defaultExpander: 'least-waste',
    blockingSystemPodTimeoutMs: hourMs,
  },
  oldest,
];

interface Release {
  readonly since: number;
  readonly atThresholdIsUnneeded: boolean;
  readonly leavesPodsToComplete: boolean;
  readonly defaultExpander: string;
  readonly blockingSystemPodTimeoutMs: number;
}

function release(minor: number): Release {
  return releases.find(({ since }) => minor >= since) ?? oldest;
}

/** Whether a node whose utilization is exactly the threshold may go: from 1.35 on. */
export function atThresholdIsUnneeded({ minor }: ClusterAutoscalerSettings): boolean {
  return release(minor).atThresholdIsUnneeded;
}

/** Whether `safe-to-evict: "on-completion"` means anything: from 1.36 on. */
export function leavesPodsToComplete({ minor }: ClusterAutoscalerSettings): boolean {
  return release(minor).leavesPodsToComplete;
}

/** The defaults of a release (pkg/config/flags/flags.go). */
export function defaultSettings(minor = 36): ClusterAutoscalerSettings {
  return {
    minor,
    expanders: [release(minor).defaultExpander],
    balanceSimilarNodeGroups: false,
    maxNodesTotal: 0,
    maxNodesPerScaleUp: 1000,
    coresTotal: { min: 0, max: 320_000 },
    memoryTotalBytes: { min: 0, max: 6_400_000 * gigabyte },
    expendablePodsPriorityCutoff: -10,
    scaleDownEnabled: true,
    scaleDownUtilizationThreshold: 0.5,
    scaleDownGpuUtilizationThreshold: 0.5,
    scaleDownUnneededMs: 10 * 60_000,
    scaleDownUnreadyMs: 20 * 60_000,
    ignoreDaemonSetsUtilization: false,
    ignoreMirrorPodsUtilization: false,
    skipNodesWithSystemPods: true,
    blockingSystemPodTimeoutMs: release(minor).blockingSystemPodTimeoutMs,
    skipNodesWithLocalStorage: true,
    skipNodesWithCustomControllerPods: true,
    minReplicaCount: 0,
    maxScaleDownParallelism: 10,
    maxDrainParallelism: 1,
  };
}

/** What a Cluster Autoscaler of that release does with these flags. A flag that cannot be read keeps its default. */
export function settingsFromFlags(
  flags: readonly CommandLineFlag[],
  minor?: number,
): ClusterAutoscalerSettings {
  const defaults = defaultSettings(minor);
  const text = (name: string): string | undefined => lastFlag(flags, name)?.value;
  const number = (name: string, otherwise: number): number => {
    const value = Number(text(name) ?? Number.NaN);
    return Number.isFinite(value) ? value : otherwise;
  };
  const boolean = (name: string, otherwise: boolean): boolean => {
    const flag = lastFlag(flags, name);
    return flag ? flag.value === undefined || flag.value === 'true' : otherwise;
  };
  const milliseconds = (name: string, otherwise: number): number => {
    const duration = parseGoDuration(text(name) ?? '');
    return duration.ok ? toMilliseconds(duration.value) : otherwise;
  };
  const expanders = text('expander')
    ?.split(',')
    .filter((name) => name !== '');
  return {
    ...defaults,
    expanders: expanders?.length ? expanders : defaults.expanders,
    balanceSimilarNodeGroups: boolean('balance-similar-node-groups', defaults.balanceSimilarNodeGroups),
    maxNodesTotal: number('max-nodes-total', defaults.maxNodesTotal),
    maxNodesPerScaleUp: number('max-nodes-per-scaleup', defaults.maxNodesPerScaleUp),
    coresTotal: rangeOf(text('cores-total'), 1) ?? defaults.coresTotal,
    memoryTotalBytes: rangeOf(text('memory-total'), gigabyte) ?? defaults.memoryTotalBytes,
    expendablePodsPriorityCutoff: number(
      'expendable-pods-priority-cutoff',
      defaults.expendablePodsPriorityCutoff,
    ),
    scaleDownEnabled: boolean('scale-down-enabled', defaults.scaleDownEnabled),
    scaleDownUtilizationThreshold: number(
      'scale-down-utilization-threshold',
      defaults.scaleDownUtilizationThreshold,
    ),
    scaleDownGpuUtilizationThreshold: number(
      'scale-down-gpu-utilization-threshold',
      defaults.scaleDownGpuUtilizationThreshold,
    ),
    scaleDownUnneededMs: milliseconds('scale-down-unneeded-time', defaults.scaleDownUnneededMs),
    scaleDownUnreadyMs: milliseconds('scale-down-unready-time', defaults.scaleDownUnreadyMs),
    ignoreDaemonSetsUtilization: boolean(
      'ignore-daemonsets-utilization',
      defaults.ignoreDaemonSetsUtilization,
    ),
    ignoreMirrorPodsUtilization: boolean(
      'ignore-mirror-pods-utilization',
      defaults.ignoreMirrorPodsUtilization,
    ),
    skipNodesWithSystemPods: boolean('skip-nodes-with-system-pods', defaults.skipNodesWithSystemPods),
    // The flag is spelled so upstream.
    blockingSystemPodTimeoutMs: milliseconds(
      'blocking-system-pod-distruption-timeout',
      defaults.blockingSystemPodTimeoutMs,
    ),
    skipNodesWithLocalStorage: boolean('skip-nodes-with-local-storage', defaults.skipNodesWithLocalStorage),
    skipNodesWithCustomControllerPods: boolean(
      'skip-nodes-with-custom-controller-pods',
      defaults.skipNodesWithCustomControllerPods,
    ),
    minReplicaCount: number('min-replica-count', defaults.minReplicaCount),
    maxScaleDownParallelism: number('max-scale-down-parallelism', defaults.maxScaleDownParallelism),
    maxDrainParallelism: number('max-drain-parallelism', defaults.maxDrainParallelism),
  };
}

/** `min:max`, as `--cores-total` and `--memory-total` are written. */
function rangeOf(text: string | undefined, unit: number): ResourceRange | undefined {
  const parts = /^(\d+):(\d+)$/.exec(text ?? '');
  return parts ? { min: Number(parts[1]) * unit, max: Number(parts[2]) * unit } : undefined;
}
