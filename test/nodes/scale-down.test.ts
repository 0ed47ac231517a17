import { describe, expect, it } from 'vitest';

import { nodeView, type PdbView, pdbView, podView } from '#core/apis/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import {
  type ClusterAutoscalerSettings,
  defaultSettings,
  type DrainPod,
  judgeNodes,
  type NodeVerdict,
  type ScaleDownNode,
} from '#core/nodes/index.ts';
import { ClusterSnapshot, schedulingNode, schedulingPod } from '#core/scheduling/index.ts';

import { nodeGroup } from './groups.ts';

const now = Date.parse('2026-08-24T12:00:00Z');
const minutesAgo = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

interface PodFields {
  readonly cpu?: string;
  readonly gpus?: number;
  readonly namespace?: string;
  readonly owner?: string | null;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly metadata?: object;
  readonly spec?: object;
  readonly status?: object;
}

function drainPod(
  name: string,
  {
    cpu = '100m',
    gpus = 0,
    namespace = 'default',
    owner = 'ReplicaSet',
    annotations = {},
    metadata = {},
    spec = {},
    status = {},
  }: PodFields = {},
): DrainPod {
  const requests = { cpu, memory: '64Mi', ...(gpus > 0 && { 'nvidia.com/gpu': gpus }) };
  const ownerReferences =
    owner === null ? [] : [{ apiVersion: 'apps/v1', kind: owner, name: 'owner', controller: true }];
  const object: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name }, annotations, ownerReferences, ...metadata },
    spec: { containers: [{ name: 'app', resources: { requests } }], ...spec },
    status: { phase: 'Running', ...status },
  };
  const view = podView(object)!;
  return { view, pod: schedulingPod(view.template, { namespace, name }) };
}

function machine(
  name: string,
  pods: readonly DrainPod[],
  {
    unneededFor = 15,
    annotations = {},
    taints = [],
    gpus = 0,
    ...fields
  }: {
    readonly unneededFor?: number;
    readonly annotations?: object;
    readonly taints?: readonly object[];
    readonly gpus?: number;
  } & Partial<ScaleDownNode> = {},
): ScaleDownNode {
  const allocatable = { cpu: '1', memory: '4Gi', pods: 20, ...(gpus > 0 && { 'nvidia.com/gpu': gpus }) };
  const view = nodeView({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, annotations, labels: { 'kubernetes.io/hostname': name } },
    spec: { taints },
    status: { allocatable, conditions: [{ type: 'Ready', status: 'True' }] },
  } as KubernetesObject)!;
  const group = nodeGroup('pool', { minSize: 0, targetSize: 5, milliCpu: 1000, memoryMiB: 4096 });
  return { view, pods, group, unneededSinceMs: now - unneededFor * 60_000, ...fields };
}

function judge(
  nodes: readonly ScaleDownNode[],
  {
    settings = {},
    budgets = [],
  }: { settings?: Partial<ClusterAutoscalerSettings>; budgets?: readonly PdbView[] } = {},
): readonly NodeVerdict[] {
  const snapshot = new ClusterSnapshot(nodes.map(({ view }) => schedulingNode(view)));
  for (const { view, pods } of nodes) {
    for (const { pod } of pods) snapshot.addPod(pod, snapshot.node(view.metadata.name!)!);
  }
  return judgeNodes({
    snapshot,
    nodes,
    budgets,
    settings: { ...defaultSettings(), ...settings },
    nowMs: now,
  });
}

const reasonFor = (pod: DrainPod, options?: Parameters<typeof judge>[1]): string | undefined => {
  const [verdict] = judge([machine('n1', [pod]), machine('n2', [])], options);
  return verdict!.stays?.pod?.reason ?? verdict!.stays?.reason;
};

const budget = (name: string, disruptionsAllowed: number, namespace = 'default'): PdbView =>
  pdbView({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: `${name}-pdb`, namespace },
    spec: { selector: { matchLabels: { app: name } } },
    status: { disruptionsAllowed },
  })!;

const safeToEvict = (value: string): Readonly<Record<string, string>> => ({
  'cluster-autoscaler.kubernetes.io/safe-to-evict': value,
});
const emptyDir = { volumes: [{ name: 'scratch', emptyDir: {} }], containers: [{ name: 'app' }] };

describe('what keeps a pod on its node', () => {
  it.each<[string, PodFields, string | undefined]>([
    ['a pod of a ReplicaSet', {}, undefined],
    ['a pod without a controller', { owner: null }, 'NotReplicated'],
    ['a pod of a controller of somebody else', { owner: 'CloneSet' }, 'NotReplicated'],
    ['the same, said to be safe', { owner: 'CloneSet', annotations: safeToEvict('true') }, undefined],
    ['a pod that is not safe to evict', { annotations: safeToEvict('false') }, 'NotSafeToEvictAnnotation'],
    [
      'a pod that is to complete',
      { owner: null, annotations: safeToEvict('on-completion') },
      'BlockedByOnCompletionPod',
    ],
    ['a DaemonSet pod', { owner: 'DaemonSet' }, undefined],
    ['a static pod', { owner: null, annotations: { 'kubernetes.io/config.mirror': 'x' } }, undefined],
    ['a pod with an emptyDir', { spec: emptyDir }, 'LocalStorageRequested'],
    [
      'one in memory',
      { spec: { volumes: [{ name: 's', emptyDir: { medium: 'Memory' } }], containers: [{}] } },
      undefined,
    ],
    [
      'one that may be lost',
      {
        spec: emptyDir,
        annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': 'a,scratch' },
      },
      undefined,
    ],
    [
      'a pod with a hostPath',
      { spec: { volumes: [{ name: 'h', hostPath: { path: '/x' } }], containers: [{}] } },
      'LocalStorageRequested',
    ],
    [
      'a young kube-system pod',
      { namespace: 'kube-system', metadata: { creationTimestamp: minutesAgo(30), namespace: 'kube-system' } },
      'UnmovableKubeSystemPod',
    ],
    [
      'a kube-system pod of just the hour that it may block',
      { namespace: 'kube-system', metadata: { creationTimestamp: minutesAgo(60), namespace: 'kube-system' } },
      'UnmovableKubeSystemPod',
    ],
    [
      'an old kube-system pod',
      { namespace: 'kube-system', metadata: { creationTimestamp: minutesAgo(90), namespace: 'kube-system' } },
      undefined,
    ],
    ['a failed bare pod', { owner: null, status: { phase: 'Failed' } }, undefined],
    [
      'a succeeded bare pod that runs once',
      {
        owner: null,
        status: { phase: 'Succeeded' },
        spec: { restartPolicy: 'Never', containers: [{ name: 'app' }] },
      },
      undefined,
    ],
    [
      'a succeeded bare pod that would restart',
      { owner: null, status: { phase: 'Succeeded' } },
      'NotReplicated',
    ],
    [
      'a bare pod that should be gone',
      {
        owner: null,
        metadata: { deletionTimestamp: minutesAgo(2), ownerReferences: [] },
        spec: { terminationGracePeriodSeconds: 30, containers: [{}] },
      },
      undefined,
    ],
    [
      'a bare pod within its grace period',
      {
        owner: null,
        metadata: { deletionTimestamp: minutesAgo(0.5), ownerReferences: [] },
        spec: { terminationGracePeriodSeconds: 30, containers: [{}] },
      },
      'NotReplicated',
    ],
  ])('%s', (_, fields, expected) => {
    expect(reasonFor(drainPod('app', fields))).toBe(expected);
  });

  it('a budget that allows nothing, and one that frees a kube-system pod', () => {
    expect(reasonFor(drainPod('app'), { budgets: [budget('app', 0)] })).toBe('NotEnoughPdb');
    expect(reasonFor(drainPod('app'), { budgets: [budget('app', 1)] })).toBeUndefined();
    const dns = drainPod('dns', { namespace: 'kube-system', metadata: { creationTimestamp: minutesAgo(5) } });
    expect(reasonFor(dns)).toBe('UnmovableKubeSystemPod');
    expect(reasonFor(dns, { budgets: [budget('dns', 1, 'kube-system')] })).toBeUndefined();
  });

  it('before 1.33 a kube-system pod stays however old it is', () => {
    const old = drainPod('dns', {
      namespace: 'kube-system',
      metadata: { creationTimestamp: minutesAgo(900) },
    });
    expect(reasonFor(old, { settings: defaultSettings(32) })).toBe('UnmovableKubeSystemPod');
  });
});

describe('utilization', () => {
  const half = [drainPod('a', { cpu: '500m' })];
  it('at exactly half a node is unneeded from 1.35 on', () => {
    const verdictOf = (minor: number): boolean =>
      judge([machine('n1', half), machine('n2', [])], { settings: defaultSettings(minor) })[0]!.unneeded;
    expect([32, 34, 35, 36].map(verdictOf)).toEqual([false, false, true, true]);
  });

  it('counts DaemonSets unless told otherwise, then takes them from both sides', () => {
    const pods = [drainPod('a', { cpu: '300m' }), drainPod('logs', { cpu: '400m', owner: 'DaemonSet' })];
    const share = (ignoreDaemonSetsUtilization: boolean): number | undefined =>
      judge([machine('n1', pods)], { settings: { ignoreDaemonSetsUtilization } })[0]!.utilization?.share;
    expect(share(false)).toBeCloseTo(0.7);
    expect(share(true)).toBeCloseTo(0.5);
  });

  it('of a GPU node is that of its GPUs alone', () => {
    const pods = [drainPod('a', { cpu: '900m', gpus: 1 })];
    const [verdict] = judge([machine('n1', pods, { gpus: 4 })]);
    expect(verdict!.utilization).toEqual({ share: 0.25, resource: 'nvidia.com/gpu', gpu: 0.25 });
    expect(verdict!.stays?.reason).toBe('NoPlaceToMovePods');
  });

  it('says how much is asked for', () => {
    const [verdict] = judge([machine('n1', [drainPod('a', { cpu: '800m' })])]);
    expect(verdict!.stays).toEqual({
      reason: 'NotUnderutilized',
      text: '80 % of cpu is requested, threshold 50 %',
    });
  });
});

describe('a node', () => {
  it('goes when its pods fit elsewhere, and says where', () => {
    const verdicts = judge([machine('n1', [drainPod('a')]), machine('n2', [drainPod('b', { cpu: '800m' })])]);
    expect(verdicts.map(({ node, removable, moves }) => [node, removable, moves])).toEqual([
      ['n1', true, { 'default/a': 'n2' }],
      ['n2', false, {}],
    ]);
  });

  it('is no destination once it is to go', () => {
    const verdicts = judge([machine('n1', [drainPod('a')]), machine('n2', [drainPod('b')])]);
    expect(verdicts.map(({ unneeded, stays }) => [unneeded, stays?.reason])).toEqual([
      [true, undefined],
      [false, 'NoPlaceToMovePods'],
    ]);
  });

  it('takes the pods along that another node has left it, and stays where these find no place', () => {
    const small = { cpu: '300m' };
    const nodes = [
      machine('n1', [drainPod('a', small)]),
      machine('n2', [drainPod('b', small)]),
      machine('busy', [drainPod('z', { cpu: '600m' })]),
    ];
    const [first, second] = judge(nodes);
    expect(first?.moves).toEqual({ 'default/a': 'n2' });
    expect(second?.stays).toEqual({
      reason: 'NoPlaceToMovePods',
      text: 'no other node has a place for default/a',
    });
  });

  it('counts as a domain while its pods look for a place', () => {
    const topologySpreadConstraints = [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'even' } },
      },
    ];
    const spec = { topologySpreadConstraints, containers: [{ name: 'app' }] };
    const even = ['n1', 'n2'].map((name) => machine(name, [drainPod('even', { spec })]));
    expect(judge(even).map(({ stays }) => stays?.reason)).toEqual(['NoPlaceToMovePods', 'NoPlaceToMovePods']);
    expect(judge([...even, machine('n3', [])])[0]?.moves).toEqual({ 'default/even': 'n3' });
  });

  it('waits for strictly more than its time', () => {
    const reasonAfter = (unneededFor: number): string | undefined =>
      judge([machine('n1', [], { unneededFor })])[0]!.stays?.reason;
    expect([9, 10, 10.01].map(reasonAfter)).toEqual([
      'NotUnneededLongEnough',
      'NotUnneededLongEnough',
      undefined,
    ]);
  });

  it('stays for its group, its annotation, its taint, or when nobody scales it', () => {
    const group = nodeGroup('two', { minSize: 1, targetSize: 2, milliCpu: 1000, memoryMiB: 4096 });
    const disabled = { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' };
    const going = [{ key: 'ToBeDeletedByClusterAutoscaler', value: '1', effect: 'NoSchedule' }];
    const { view, pods } = machine('n5', []);
    const verdicts = judge([
      machine('n1', [], { group }),
      machine('n2', [], { group }),
      machine('n3', [], { annotations: disabled }),
      machine('n4', [], { taints: going }),
      { view, pods },
    ]);
    expect(verdicts.map(({ stays }) => stays?.reason)).toEqual([
      undefined,
      'NodeGroupMinSizeReached',
      'ScaleDownDisabledAnnotation',
      'CurrentlyBeingDeleted',
      'NotAutoscaled',
    ]);
  });

  it('stays for the minimum of the cluster', () => {
    const settings = { coresTotal: { min: 2, max: 100 } };
    const verdicts = judge([machine('n1', []), machine('n2', []), machine('n3', [])], { settings });
    expect(verdicts.map(({ stays }) => stays?.reason)).toEqual([
      undefined,
      'MinimalResourceLimitExceeded',
      'MinimalResourceLimitExceeded',
    ]);
  });

  it('is drained one at a time, while empty ones go together', () => {
    const nodes = [
      machine('busy', [drainPod('z', { cpu: '600m' })]),
      machine('n1', [drainPod('a')]),
      machine('n2', [drainPod('b')]),
      ...Array.from({ length: 11 }, (_, index) =>
        machine(`e${index}`, [], { group: nodeGroup('empties', { targetSize: 20 }) }),
      ),
    ];
    const verdicts = judge(nodes);
    expect(verdicts.filter(({ removable }) => removable)).toHaveLength(10);
    expect(verdicts.find(({ node }) => node === 'n2')?.stays?.text).toBe('1 at a time is drained');
  });

  it('waits for pods that are to complete, and other pods than those may still go', () => {
    const job = drainPod('job', { owner: 'Job', annotations: safeToEvict('on-completion') });
    const [waiting, next] = judge([machine('n1', [job]), machine('n2', [drainPod('a')]), machine('n3', [])]);
    expect(waiting).toMatchObject({
      unneeded: true,
      removable: false,
      moves: {},
      stays: { reason: 'BlockedByOnCompletionPod', text: 'waits until default/job is complete' },
    });
    expect(next?.removable).toBe(true);
  });

  it('before 1.36 does not know of pods that are to complete: they are as replicated as others', () => {
    const annotations = safeToEvict('on-completion');
    const settings = defaultSettings(35);
    expect(reasonFor(drainPod('app', { owner: null, annotations }), { settings })).toBe('NotReplicated');
    expect(reasonFor(drainPod('app', { annotations }), { settings })).toBeUndefined();
  });

  it('counts against its group while it waits', () => {
    const group = nodeGroup('pair', { minSize: 1, targetSize: 2 });
    const job = drainPod('job', { annotations: safeToEvict('on-completion') });
    const verdicts = judge([machine('n1', [job], { group }), machine('n2', [], { group })]);
    expect(verdicts.map(({ stays }) => stays?.reason)).toEqual([
      'BlockedByOnCompletionPod',
      'NodeGroupMinSizeReached',
    ]);
  });

  it('spends the budgets of the pods that go', () => {
    const twins = [drainPod('app'), drainPod('app')];
    const nodes = [
      machine('n1', [twins[0]!]),
      machine('n2', [twins[1]!]),
      machine('busy', [drainPod('z', { cpu: '600m' })]),
    ];
    const verdicts = judge(nodes, { budgets: [budget('app', 1)] });
    expect(verdicts.map(({ stays }) => stays?.pod?.reason)).toEqual([undefined, 'NotEnoughPdb', undefined]);
  });
});
