import { compareMinorVersions, type MinorVersion } from './minor-version.ts';

/** The releases that the table covers. Outside them nothing is said about a flag. */
export const flagTableCovers = { first: { major: 1, minor: 20 }, last: { major: 1, minor: 36 } } as const;

/** Minor releases that define a flag, both inclusive; open where the table ends. */
interface FlagRange {
  readonly since?: number;
  readonly until?: number;
}

/**
 * Cluster Autoscaler's own flags by release. Source: the flag definitions in main.go and the simulator (to 1.32) and in
 * config/flags/flags.go (from 1.33) of the first and last patch release of each minor, cluster-autoscaler-1.20 … 1.36, in
 * kubernetes/autoscaler. A flag counts for a minor release when one of these defines it.
 */
const ownFlags: Readonly<Record<string, FlagRange>> = {
  address: {},
  'allowed-scheduler-names': { since: 35 },
  'async-node-groups': { since: 31 },
  'aws-use-static-instance-list': {},
  'balance-similar-node-groups': {},
  'balancing-ignore-label': {},
  'balancing-label': { since: 25 },
  'blocking-system-pod-distruption-timeout': { since: 33 },
  'bulk-mig-instances-listing-enabled': { since: 31 },
  'bypassed-scheduler-names': { since: 29 },
  'capacity-buffer-controller-enabled': { since: 34 },
  'capacity-buffer-pod-dry-run-enabled': { since: 36 },
  'capacity-buffer-pod-injection-enabled': { since: 34 },
  'capacity-quotas-enabled': { since: 36 },
  'check-capacity-batch-processing': { since: 32 },
  'check-capacity-processor-instance': { since: 33 },
  'check-capacity-provisioning-request-batch-timebox': { since: 32 },
  'check-capacity-provisioning-request-max-batch-size': { since: 32 },
  'cloud-config': {},
  'cloud-provider': {},
  'cluster-name': {},
  'cluster-snapshot-parallelism': { since: 33 },
  'clusterapi-cloud-config-authoritative': {},
  'cordon-node-before-terminating': {},
  'cores-total': {},
  'daemonset-eviction-for-empty-nodes': { since: 21 },
  'daemonset-eviction-for-occupied-nodes': { since: 21 },
  'debugging-snapshot-enabled': { since: 24 },
  'drain-priority-config': { since: 29 },
  'dynamic-node-delete-delay-after-taint-enabled': { since: 29 },
  'emit-per-nodegroup-metrics': { since: 21 },
  'enable-csi-node-aware-scheduling': { since: 35 },
  'enable-dynamic-resource-allocation': { since: 32 },
  'enable-proactive-scaleup': { since: 31 },
  'enable-provisioning-requests': { since: 30 },
  'enforce-node-group-min-size': { since: 26 },
  estimator: {},
  expander: {},
  'expendable-pods-priority-cutoff': {},
  'fastpath-binpacking-enabled': { since: 36 },
  'force-delete-failed-nodes': { since: 31 },
  'force-delete-unregistered-nodes': { since: 32 },
  'force-ds': { since: 27 },
  'frequent-loops-enabled': { since: 30 },
  'gce-concurrent-refreshes': { since: 21 },
  'gce-expander-ephemeral-storage-support': { since: 25, until: 32 },
  'gce-mig-instances-min-refresh-wait-time': { since: 27 },
  'gpu-total': {},
  'grpc-expander-cert': { since: 24 },
  'grpc-expander-url': { since: 24 },
  'ignore-daemonsets-utilization': {},
  'ignore-mirror-pods-utilization': {},
  'ignore-taint': {},
  'initial-node-group-backoff-duration': { since: 25 },
  'kube-api-content-type': { since: 29 },
  'kube-client-burst': { since: 27 },
  'kube-client-qps': { since: 27 },
  kubeconfig: {},
  kubernetes: {},
  'lease-resource-name': { since: 32, until: 32 },
  'max-allocatable-difference-ratio': { since: 27 },
  'max-autoprovisioned-node-group-count': { until: 32 },
  'max-binpacking-time': { since: 31 },
  'max-bulk-soft-taint-count': {},
  'max-bulk-soft-taint-time': {},
  'max-drain-parallelism': { since: 25 },
  'max-empty-bulk-delete': { until: 32 },
  'max-failing-time': {},
  'max-free-difference-ratio': { since: 27 },
  'max-graceful-termination-sec': {},
  'max-inactivity': {},
  'max-node-group-backoff-duration': { since: 25 },
  'max-node-provision-time': {},
  'max-node-skip-eval-time-tracker-enabled': { since: 35 },
  'max-node-startup-time': { since: 35 },
  'max-nodegroup-binpacking-duration': { since: 24 },
  'max-nodes-per-scaleup': { since: 24 },
  'max-nodes-total': {},
  'max-pod-eviction-time': { since: 25 },
  'max-scale-down-parallelism': { since: 25 },
  'max-startup-time': { since: 36 },
  'max-total-unready-percentage': {},
  'memory-difference-ratio': { since: 27 },
  'memory-total': {},
  'min-replica-count': {},
  namespace: {},
  'new-pod-scale-up-delay': {},
  'node-autoprovisioning-enabled': { until: 32 },
  'node-delete-delay-after-taint': { since: 26 },
  'node-deletion-batcher-interval': { since: 26 },
  'node-deletion-candidate-ttl': { since: 34 },
  'node-deletion-delay-timeout': {},
  'node-group-auto-discovery': {},
  'node-group-backoff-reset-timeout': { since: 25 },
  'node-info-cache-expire-time': { since: 24 },
  'node-removal-latency-tracking-enabled': { since: 35 },
  nodes: {},
  'ok-total-unready-count': {},
  'parallel-drain': { since: 26, until: 31 },
  'parallel-scale-up': { since: 28 },
  'pod-injection-limit': { since: 31 },
  'predicate-parallelism': { since: 35 },
  profiling: {},
  'provisioning-request-initial-backoff-time': { since: 32 },
  'provisioning-request-max-backoff-cache-size': { since: 32 },
  'provisioning-request-max-backoff-time': { since: 32 },
  'record-duplicated-events': { since: 25 },
  regional: {},
  'salvo-scale-up': { since: 36 },
  'salvo-scale-up-budget': { since: 36 },
  'scale-down-candidates-pool-min-count': {},
  'scale-down-candidates-pool-ratio': {},
  'scale-down-delay-after-add': {},
  'scale-down-delay-after-delete': {},
  'scale-down-delay-after-failure': {},
  'scale-down-delay-type-local': { since: 29 },
  'scale-down-enabled': {},
  'scale-down-gpu-utilization-threshold': {},
  'scale-down-non-empty-candidates-count': {},
  'scale-down-simulation-timeout': { since: 26 },
  'scale-down-unneeded-time': {},
  'scale-down-unready-enabled': { since: 27 },
  'scale-down-unready-time': {},
  'scale-down-utilization-threshold': {},
  'scale-from-unschedulable': { since: 35 },
  'scale-up-from-zero': {},
  'scaleup-simulation-for-skipped-node-groups-enabled': { since: 36 },
  'scan-interval': {},
  'skip-nodes-with-custom-controller-pods': { since: 27 },
  'skip-nodes-with-local-storage': {},
  'skip-nodes-with-system-pods': {},
  'startup-taint': { since: 29 },
  'startup-taint-prefix': { since: 36 },
  'status-config-map-name': { since: 21 },
  'status-taint': { since: 29 },
  'unremovable-node-recheck-timeout': {},
  'user-agent': { since: 21 },
  'write-status-configmap': {},
};

/**
 * Flags that the libraries of the binary define: klog, component-base's logging, leader election and feature gates, the
 * legacy cloud providers. They differ little between releases, so they are known in all.
 */
const libraryFlags: ReadonlySet<string> = new Set([
  'add-dir-header',
  'alsologtostderr',
  'azure-container-registry-config',
  'cloud-provider-gce-l7lb-src-cidrs',
  'cloud-provider-gce-lb-src-cidrs',
  'feature-gates',
  'help',
  'leader-elect',
  'leader-elect-lease-duration',
  'leader-elect-renew-deadline',
  'leader-elect-resource-lock',
  'leader-elect-resource-name',
  'leader-elect-resource-namespace',
  'leader-elect-retry-period',
  'legacy-stderr-threshold-behavior',
  'log-backtrace-at',
  'log-dir',
  'log-file',
  'log-file-max-size',
  'log-flush-frequency',
  'log-json-info-buffer-size',
  'log-json-split-stream',
  'log-text-info-buffer-size',
  'log-text-split-stream',
  'logging-format',
  'logtostderr',
  'one-output',
  'profiling',
  'skip-headers',
  'skip-log-headers',
  'stderrthreshold',
  'v',
  'version',
  'vmodule',
]);

export type FlagStatus = 'known' | 'unknown' | { readonly removedIn: string } | { readonly addedIn: string };

/** What a release makes of a flag. `name` is without dashes in front; underscores count as dashes, as in the binary. */
export function flagStatus(name: string, version: MinorVersion): FlagStatus {
  const normal = name.replaceAll('_', '-');
  if (libraryFlags.has(normal)) return 'known';
  const range = Object.hasOwn(ownFlags, normal) ? ownFlags[normal] : undefined;
  if (!range) return 'unknown';
  if (range.until !== undefined && version.minor > range.until) return { removedIn: `1.${range.until + 1}` };
  if (range.since !== undefined && version.minor < range.since) return { addedIn: `1.${range.since}` };
  return 'known';
}

export function isInFlagTable(version: MinorVersion): boolean {
  return (
    compareMinorVersions(version, flagTableCovers.first) >= 0 &&
    compareMinorVersions(version, flagTableCovers.last) <= 0
  );
}

/** Every flag that the release has of its own, for suggestions. */
export function flagsOf(version: MinorVersion): readonly string[] {
  return Object.keys(ownFlags).filter((name) => flagStatus(name, version) === 'known');
}
