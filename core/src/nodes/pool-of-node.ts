import type { NodeView } from '../apis/node.ts';

/** Who adds and removes the nodes of a pool. */
export type PoolKeeper = 'karpenter' | 'cluster-autoscaler';

/** The pool that a node belongs to, by what its cloud or its autoscaler writes on it. */
export interface NodePoolName {
  readonly name: string;
  /** `cluster-autoscaler` for every pool that it could resize; whether one runs is another question. */
  readonly keeper: PoolKeeper;
}

/** Most trustworthy first: an autoscaler's own label, then the clouds', then those of installers. */
const poolLabels: readonly (readonly [label: string, keeper: PoolKeeper])[] = [
  ['karpenter.sh/nodepool', 'karpenter'],
  ['karpenter.sh/provisioner-name', 'karpenter'],
  ['eks.amazonaws.com/nodegroup', 'cluster-autoscaler'],
  ['alpha.eksctl.io/nodegroup-name', 'cluster-autoscaler'],
  ['cloud.google.com/gke-nodepool', 'cluster-autoscaler'],
  ['kubernetes.azure.com/agentpool', 'cluster-autoscaler'],
  ['agentpool', 'cluster-autoscaler'],
  ['doks.digitalocean.com/node-pool', 'cluster-autoscaler'],
  ['k8s.scaleway.com/pool-name', 'cluster-autoscaler'],
  ['lke.linode.com/pool-id', 'cluster-autoscaler'],
  ['kops.k8s.io/instancegroup', 'cluster-autoscaler'],
  ['kwok-nodegroup', 'cluster-autoscaler'],
];

/** `undefined` for a node that nothing tells a pool of. */
export function poolOfNode({ metadata }: NodeView): NodePoolName | undefined {
  for (const [label, keeper] of poolLabels) {
    const name = metadata.labels[label];
    if (name !== undefined && name !== '') return { name, keeper };
  }
  const kwok = metadata.annotations['cluster-autoscaler.kwok.nodegroup/name'];
  return kwok === undefined ? undefined : { name: kwok, keeper: 'cluster-autoscaler' };
}

/**
 * Which of the pools a group of the cloud is for: the one whose name is the group's, or stands in it between dashes or slashes
 * (`eks-NAME-uuid`, `gke-cluster-NAME-hash-grp`, `aks-NAME-12345678-vmss`). Of several the longest; `undefined` where none does.
 */
export function poolOfGroup(groupName: string, pools: Iterable<string>): string | undefined {
  const words = `/${groupName}/`.replaceAll('-', '/');
  return [...pools]
    .filter((pool) => pool === groupName || words.includes(`/${pool.replaceAll('-', '/')}/`))
    .sort((a, b) => b.length - a.length)
    .at(0);
}
