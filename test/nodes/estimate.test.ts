import { expect, it } from 'vitest';

import { nodeView } from '#core/apis/index.ts';
import { estimate, type PendingPod, podGroups } from '#core/nodes/index.ts';
import { ClusterSnapshot, schedulingNode } from '#core/scheduling/index.ts';

import { nodeGroup, podOf } from './groups.ts';

interface Case {
  readonly name: string;
  readonly machine: Parameters<typeof nodeGroup>[1];
  readonly pods: readonly { cpu: number; memory: number; count: number; spec?: object; container?: object }[];
  readonly maxNodes?: number;
  readonly expected: readonly [nodes: number, pods: number];
}

const labels = { app: 'estimatee' };
const spread = (topologyKey: string, maxSkew: number, minDomains = 1): object => ({
  topologySpreadConstraints: [
    {
      maxSkew,
      topologyKey,
      minDomains,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: labels },
    },
  ],
});
const tenPods = { pods: 10 };

/** From TestBinpackingEstimate and BenchmarkBinpackingEstimate, Cluster Autoscaler 1.36, pkg/estimator. */
const cases: readonly Case[] = [
  {
    name: 'resources only',
    machine: { milliCpu: 350 * 3 - 50, memoryMiB: 2 * 1000, ...tenPods },
    pods: [{ cpu: 350, memory: 1000, count: 10 }],
    expected: [5, 10],
  },
  {
    name: 'pods per node',
    machine: { milliCpu: 10_000, memoryMiB: 20_000, ...tenPods },
    pods: [{ cpu: 10, memory: 100, count: 20 }],
    expected: [2, 20],
  },
  {
    name: 'host ports',
    machine: { milliCpu: 1000, memoryMiB: 5000, ...tenPods },
    pods: [{ cpu: 200, memory: 1000, count: 8, container: { ports: [{ hostPort: 5555 }] } }],
    expected: [8, 8],
  },
  {
    name: 'a limit of five nodes',
    machine: { milliCpu: 1000, memoryMiB: 5000, ...tenPods },
    pods: [{ cpu: 500, memory: 1000, count: 20 }],
    maxNodes: 5,
    expected: [5, 10],
  },
  {
    name: 'spread over hosts, skew 2',
    machine: { milliCpu: 1000, memoryMiB: 5000, ...tenPods },
    pods: [{ cpu: 200, memory: 200, count: 8, spec: spread('kubernetes.io/hostname', 2) }],
    expected: [4, 8],
  },
  {
    name: 'spread over zones, skew 2, one zone',
    machine: {
      milliCpu: 1000,
      memoryMiB: 5000,
      ...tenPods,
      labels: { 'topology.kubernetes.io/zone': 'zone-mars' },
    },
    pods: [{ cpu: 20, memory: 100, count: 8, spec: spread('topology.kubernetes.io/zone', 2) }],
    expected: [1, 2],
  },
  {
    name: 'the larger pods first',
    machine: { milliCpu: 1000, memoryMiB: 5000, ...tenPods },
    pods: [
      { cpu: 50, memory: 1000, count: 10 },
      { cpu: 500, memory: 1000, count: 10 },
    ],
    maxNodes: 5,
    expected: [5, 10],
  },
  {
    name: 'spread over three hosts at least, skew 1',
    machine: { milliCpu: 1000, memoryMiB: 5000, ...tenPods },
    // The node that is there has CPU for five of them and is one of the three.
    pods: [{ cpu: 20, memory: 0, count: 12, spec: spread('kubernetes.io/hostname', 1, 3) }],
    expected: [3, 12],
  },
  {
    name: '51,000 pods of two kinds',
    machine: { milliCpu: 1000, memoryMiB: 5000, pods: 100 },
    pods: [
      { cpu: 50, memory: 100, count: 50_000 },
      { cpu: 95, memory: 190, count: 1000 },
    ],
    expected: [2595, 51_000],
  },
];

it.each(cases)('estimates as upstream: $name', ({ machine, pods, maxNodes = Infinity, expected }) => {
  const pending = pods.flatMap(({ cpu, memory, count, spec, container }, kind): PendingPod[] => {
    const exemplar = podOf(`kind-${kind}`, cpu, memory, {
      labels,
      spec: spec ?? {},
      container: container ?? {},
    });
    return Array.from({ length: count }, (_, index) => ({
      pod: { ...exemplar, name: `kind-${kind}-${index}` },
      controller: `kind-${kind}`,
    }));
  });
  const existing = nodeView({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'there',
      labels: { 'topology.kubernetes.io/zone': 'zone-jupiter', 'kubernetes.io/hostname': 'there' },
    },
    status: { allocatable: { cpu: '100m', memory: '100Mi', pods: '10' } },
  })!;
  const snapshot = new ClusterSnapshot([schedulingNode(existing)]);
  const { nodes, placed } = estimate({
    groups: podGroups(pending),
    template: nodeGroup('new', machine).template,
    snapshot,
    maxNodes,
  });
  expect([nodes, placed.length]).toEqual(expected);
  expect(snapshot.size).toBe(1);
});
