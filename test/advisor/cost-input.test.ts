import { describe, expect, it } from 'vitest';

import {
  analyzeCost,
  type CostGrouping,
  type CostReport,
  diffCost,
  predictCost,
} from '#core/advisor/index.ts';
import { createWorkspaceIndex, parseSourceFile } from '#core/manifest/index.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { manualClock, memoryCluster } from '#core/testing/index.ts';

import { examplePrices } from './example-sources.ts';
import { disk, withDisk } from './nodes/cluster.ts';

const effort = { timeLimitMs: 1000, clockMs: () => 0, rounds: 10 };

function node(
  name: string,
  instanceType: string | undefined,
  amounts: Readonly<Record<string, string>>,
): KubernetesObject {
  const labels = {
    'karpenter.sh/capacity-type': 'on-demand',
    ...(instanceType !== undefined && { 'node.kubernetes.io/instance-type': instanceType }),
  };
  const object = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    status: { capacity: amounts, allocatable: { pods: '110', ...amounts } },
  };
  return object;
}

function pod(name: string, nodeName: string, requests: Readonly<Record<string, string>>): KubernetesObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'prod', labels: { team: name.slice(0, 1) } },
    spec: { nodeName, containers: [{ name: 'c', resources: { requests } }] },
    status: { phase: 'Running' },
  };
  return object;
}

function costOf(objects: readonly KubernetesObject[], by: CostGrouping = 'label:team'): Promise<CostReport> {
  const sources = { cluster: memoryCluster(objects), prices: examplePrices, clock: manualClock(0) };
  return analyzeCost(sources, undefined, { by, plan: effort });
}

function inZone(object: KubernetesObject, zone: string): KubernetesObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: { ...metadata, labels: { ...metadata.labels, 'topology.kubernetes.io/zone': zone } },
  };
}

/** With the claim `data-NAME`. */
function withClaim(object: KubernetesObject & { readonly spec?: object }): KubernetesObject {
  const claimed = { ...object, spec: { ...object.spec, ...withDisk(`data-${object.metadata.name}`) } };
  return claimed;
}

const large = { cpu: '8', memory: '32Gi' };

describe('a cost from odd input', () => {
  it('of an empty cluster is nothing, with a plan of nothing', async () => {
    const report = await costOf([]);
    expect(report).toMatchObject({ now: { perHour: 0, currency: 'USD' }, nodes: [], rows: [], unpriced: [] });
    expect(report.plan?.total).toMatchObject({ savingPerHour: 0, afterPerHour: 0 });
  });

  it.each([
    ['label:team', []],
    ['label:taem', ['no pod has the label taem; did you mean team?']],
    ['label:cost-centre', ['no pod has the label cost-centre']],
  ] as const)('by %s says where no pod has the label', async (by, expected) => {
    const objects = [node('a', 't3.2xlarge', large), pod('x', 'a', { cpu: '1', memory: '1Gi' })];
    const { notes } = await costOf(objects, by);
    expect(notes.filter((text) => text.includes('label'))).toEqual(expected);
  });

  it('names an unknown type and a node without one, and computes the rest', async () => {
    const report = await costOf([
      node('a', 't3.2xlarge', large),
      node('b', 'mystery.9xlarge', large),
      node('c', undefined, large),
      pod('x', 'a', { cpu: '1', memory: '1Gi' }),
      pod('y', 'b', { cpu: '1', memory: '1Gi' }),
    ]);
    expect(report.now.perHour).toBeCloseTo(0.3328, 9);
    expect(report.rows.map(({ name }) => name)).toEqual(['x']);
    expect(report.unpriced.join()).toMatch(/mystery\.9xlarge.*node c has no label/);
    // One core in eight: a smaller machine does.
    expect(report.plan?.actions.find(({ id }) => id === 'node-mix')?.inSequence.afterPerHour).toBe(0.0832);
  });

  it('says of a pod that is larger than any node what each would lack, and plans for the others', async () => {
    const report = await costOf([
      node('a', 't3.2xlarge', large),
      pod('x', 'a', { cpu: '4000', memory: '1Ei' }),
      pod('y', 'a', { cpu: '1', memory: '1Gi' }),
    ]);
    expect(report.plan?.mix?.unplaced).toEqual([
      { pod: 'prod/x', reasons: ['Insufficient cpu', 'Insufficient memory'] },
    ]);
    expect(report.now.perHour).toBeCloseTo(0.3328, 9);
    // It keeps the node that it is on, so that leaving it out is no saving; the other fits the smallest machine.
    expect(report.plan?.total.savingPerHour).toBe(0);
  });

  it('moves no pod out of the zone of its volume, however cheap one node for all would be', async () => {
    const small = { cpu: '1', memory: '1Gi' };
    const objects = ['a', 'b'].flatMap((zone) => [
      inZone(node(zone, 't3.2xlarge', large), zone),
      pod(`x-${zone}`, zone, small),
    ]);
    const free = await costOf(objects);
    expect(free.plan?.total.afterPerHour).toBe(0.0832);
    const held = await costOf([
      ...objects.map((object) => (object.kind === 'Pod' ? withClaim(object) : object)),
      ...disk('data-x-a', 'a'),
      ...disk('data-x-b', 'b'),
    ]);
    expect(held.plan?.mix?.nodes.map(({ zone, nodes }) => [zone, nodes])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(held.plan?.total.afterPerHour).toBe(2 * 0.0832);
  });

  it('keeps GPUs of another vendor on nodes that have them', async () => {
    const report = await costOf([
      node('a', 'g5.xlarge', { cpu: '4', memory: '16Gi', 'amd.com/gpu': '1' }),
      pod('x', 'a', { cpu: '1', memory: '1Gi', 'amd.com/gpu': '1' }),
    ]);
    expect(report.plan?.mix?.unplaced).toEqual([]);
    expect(report.plan?.mix?.nodes).toMatchObject([{ instanceType: 'g5.xlarge', nodes: 1 }]);
  });
});

const deployment = (replicas: number, cpu: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: prod }
spec:
  replicas: ${replicas}
  template:
    spec:
      containers:
        - name: web
          resources: { requests: { cpu: ${cpu}, memory: 1Gi } }
`;

describe('the cost of manifests', () => {
  const predict = (text: string): ReturnType<typeof predictCost> =>
    predictCost(createWorkspaceIndex([parseSourceFile('web.yaml', text)]), 'here', examplePrices);

  it('is replicas × the share of the instance on which it is least', () => {
    // One core of two on the t3.large, 0.0832 an hour; no smaller share of a larger one is cheaper.
    expect(predict(deployment(3, '1'))).toMatchObject({
      rows: [{ workload: 'prod/Deployment/web', file: 'web.yaml', line: 1, replicas: 3 }],
    });
    expect(predict(deployment(3, '1')).perHour).toBeCloseTo(3 * 0.5 * 0.0832, 9);
  });

  it('names what fits no instance and leaves it out', () => {
    const report = predict(deployment(3, '900'));
    expect(report.perHour).toBe(0);
    expect(report.rows[0]).not.toHaveProperty('perHour');
    expect(report.unpriced[0]).toContain('fits a pod of 900 cores');
  });

  it('differs by what was changed, added and removed', () => {
    const before = predict(deployment(2, '1'));
    const diff = diffCost(before, predict(deployment(4, '2')));
    expect(diff.changeShare).toBeCloseTo(3, 9);
    expect(diff.changes).toMatchObject([
      { change: 'changed', reason: 'replicas 2 → 4, a pod 30.4 → 60.7 a month' },
    ]);
    expect(diffCost(before, predict('')).changes).toMatchObject([{ change: 'removed' }]);
    expect(diffCost(predict(''), before)).not.toHaveProperty('changeShare');
    expect(diffCost(before, before)).toMatchObject({ changes: [], unchanged: 1, perMonth: 0 });
  });
});
