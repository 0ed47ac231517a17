import { replicaSet, templateNode } from './node-groups.ts';

/** A node with pods on it, and what they are. */
export interface NodeToJudge {
  readonly name: string;
  /** On top of the group's. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Nodes with the same are for the same pods and for no others. */
  readonly set?: string;
  /** A ReplicaSet of one pod each; with `bare` the pod has none. */
  readonly pods: readonly { readonly owner: object; readonly bare?: boolean }[];
}

export const removalGroup = templateNode('pool', { cpu: '4', memory: '16Gi', min: 1, max: 40 });

const one = (
  name: string,
  cpu: string,
  options: Parameters<typeof replicaSet>[3] = {},
): { owner: object } => ({
  owner: replicaSet(name, 1, { cpu, memory: '256Mi' }, options),
});

const emptyDirectory = { volumes: [{ name: 'scratch', emptyDir: {} }] };
const memoryDirectory = { volumes: [{ name: 'scratch', emptyDir: { medium: 'Memory' } }] };

/** Pods that only nodes of a set take. */
const onlyOn = (set: string): object => ({
  nodeSelector: { set },
  tolerations: [{ key: 'set', operator: 'Equal', value: set, effect: 'NoSchedule' }],
});

/** No two on one node as long as another of the set is there. */
const spreadOn = (set: string, apps: readonly string[]): object => ({
  ...onlyOn(set),
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: apps }] },
    },
  ],
});
const even = spreadOn('even', ['even-1', 'even-2']);

/** One node for each answer that Cluster Autoscaler may give, in one cluster. */
export const nodesToJudge: readonly NodeToJudge[] = [
  { name: 'empty', pods: [] },
  { name: 'movable', pods: [one('movable', '500m')] },
  { name: 'in-memory', pods: [one('in-memory', '400m', { spec: memoryDirectory })] },
  { name: 'half', pods: [one('half', '2')] },
  { name: 'above-half', pods: [one('above-half', '2100m')] },
  { name: 'busy', pods: [one('busy', '3')] },
  { name: 'bare', pods: [{ ...one('bare', '300m'), bare: true }] },
  {
    name: 'not-safe',
    pods: [
      one('not-safe', '300m', { annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } }),
    ],
  },
  {
    name: 'bare-but-safe',
    pods: [
      {
        ...one('bare-but-safe', '300m', {
          annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' },
        }),
        bare: true,
      },
    ],
  },
  { name: 'local', pods: [one('local', '300m', { spec: emptyDirectory })] },
  { name: 'system', pods: [one('system', '300m', { namespace: 'kube-system' })] },
  { name: 'budgeted', pods: [one('budgeted', '300m')] },
  {
    name: 'disabled',
    annotations: { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' },
    pods: [one('disabled', '300m')],
  },
  {
    name: 'held',
    pods: [one('held', '1900m', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'held' } } })],
  },
  // Of the first two either may go, not both: the third has room for one pod only.
  { name: 'chain-1', set: 'chain', pods: [one('chain-1', '1200m', { spec: onlyOn('chain') })] },
  { name: 'chain-2', set: 'chain', pods: [one('chain-2', '1200m', { spec: onlyOn('chain') })] },
  { name: 'chain-3', set: 'chain', pods: [one('chain-3', '2500m', { spec: onlyOn('chain') })] },
  { name: 'even-1', set: 'even', pods: [one('even-1', '300m', { spec: even })] },
  { name: 'even-2', set: 'even', pods: [one('even-2', '300m', { spec: even })] },
];

/** Allows no disruption of the pod that it is for. */
export const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'budgeted', namespace: 'default' },
  spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'budgeted' } } },
};
