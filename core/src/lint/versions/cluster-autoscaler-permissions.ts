import { compareMinorVersions, type MinorVersion, parseMinorVersion } from './minor-version.ts';

/** Access without which an informer of Cluster Autoscaler never syncs. */
export interface NeededAccess {
  readonly group: string;
  readonly resource: string;
  readonly since: `1.${number}`;
}

const reads = (
  since: NeededAccess['since'],
  group: string,
  ...resources: string[]
): readonly NeededAccess[] => resources.map((resource) => ({ group, resource, since }));

/**
 * What Cluster Autoscaler lists and watches, by the first release that does. Source: the ClusterRole in
 * cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml of the cluster-autoscaler-1.20.0 … 1.36.1 tags of kubernetes/autoscaler.
 */
const needed: readonly NeededAccess[] = [
  ...reads(
    '1.20',
    '',
    'nodes',
    'pods',
    'services',
    'replicationcontrollers',
    'persistentvolumeclaims',
    'persistentvolumes',
  ),
  ...reads('1.20', 'policy', 'poddisruptionbudgets'),
  ...reads('1.20', 'apps', 'statefulsets', 'replicasets', 'daemonsets'),
  ...reads('1.20', 'storage.k8s.io', 'storageclasses', 'csinodes'),
  ...reads('1.23', '', 'namespaces'),
  ...reads('1.23', 'storage.k8s.io', 'csidrivers', 'csistoragecapacities'),
  ...reads('1.33', 'storage.k8s.io', 'volumeattachments'),
];

export function accessNeededBy(version: MinorVersion): readonly NeededAccess[] {
  return needed.filter(({ since }) => {
    const first = parseMinorVersion(since);
    return first !== undefined && compareMinorVersions(version, first) >= 0;
  });
}
