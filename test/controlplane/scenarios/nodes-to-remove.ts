import { replicaSet, templateNode } from './node-groups.ts';

/** A node with pods on it, and what they are. */
export interface NodeToJudge {
  readonly name: string;
  /** On top of the group's. */
  readonly annotations?: Readonly<Record<string, string>>;
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
];

/** Allows no disruption of the pod that it is for. */
export const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'budgeted', namespace: 'default' },
  spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'budgeted' } } },
};
