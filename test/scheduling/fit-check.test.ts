import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nodeSelectorTermsAt, podView } from '#core/apis/index.ts';
import { DomainTally } from '#core/scheduling/domain-tally.ts';
import {
  type BoundVolume,
  ClusterSnapshot,
  FitCheck,
  type SchedulingNode,
  type SchedulingPod,
  schedulingPod,
  unschedulableMessage,
} from '#core/scheduling/index.ts';

const node = (name: string, fields: Partial<SchedulingNode> = {}): SchedulingNode => ({
  name,
  labels: { 'kubernetes.io/hostname': name },
  taints: [],
  unschedulable: false,
  allocatable: new Map([
    ['cpu', 4000],
    ['memory', 8 * 2 ** 30],
    ['pods', 110],
  ]),
  ...fields,
});

const pod = (
  name: string,
  spec: object = {},
  { volumes = [], labels = {} }: { volumes?: readonly BoundVolume[]; labels?: Record<string, string> } = {},
): SchedulingPod => {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: { containers: [{}], ...spec },
  };
  return schedulingPod(podView(object)!.template, { namespace: 'default', name, volumes });
};

const reasons = (checked: SchedulingPod, snapshot: ClusterSnapshot): readonly (readonly string[])[] => {
  const check = new FitCheck(checked, snapshot);
  return [...snapshot.nodes()].map((info) => check.refusals(info).map(({ reason }) => reason));
};

const inZone = (name: string, zone: string): SchedulingNode =>
  node(name, { labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone } });

describe('volumes', () => {
  const terms = nodeSelectorTermsAt({
    nodeSelectorTerms: [
      { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['a'] }] },
    ],
  })!;

  it('keep a pod where its volume can be reached', () => {
    const disk: BoundVolume = { name: 'pv-1', labels: {}, nodeSelectorTerms: terms };
    expect(
      reasons(
        pod('db', {}, { volumes: [disk] }),
        new ClusterSnapshot([inZone('n1', 'a'), inZone('n2', 'b')]),
      ),
    ).toEqual([[], ["node(s) didn't match PersistentVolume's node affinity"]]);
  });

  it('keep a pod in the zones that the labels of the volume name, old and new', () => {
    const disk: BoundVolume = { name: 'pv-1', labels: { 'failure-domain.beta.kubernetes.io/zone': 'a__c' } };
    const nodes = [inZone('n1', 'a'), inZone('n2', 'b'), inZone('n3', 'c'), node('n4')];
    expect(reasons(pod('db', {}, { volumes: [disk] }), new ClusterSnapshot(nodes))).toEqual([
      [],
      ['node(s) had no available volume zone'],
      [],
      [],
    ]);
  });
});

describe('required node affinity', () => {
  const affine = (term: object): SchedulingPod =>
    pod('p', {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
      },
    });
  const generation = (value: string): SchedulingNode => node(`g${value}`, { labels: { generation: value } });
  const refused = ["node(s) didn't match Pod's node affinity/selector"];

  it('compares whole numbers only, and matches nothing where it is empty or unknown', () => {
    const nodes = ['4', '5', '05', '5.5', 'five'].map(generation);
    const above = affine({ matchExpressions: [{ key: 'generation', operator: 'Gt', values: ['4'] }] });
    expect(reasons(above, new ClusterSnapshot(nodes))).toEqual([refused, [], [], refused, refused]);
    expect(reasons(affine({}), new ClusterSnapshot([node('n')]))).toEqual([refused]);
    const unknown = affine({ matchExpressions: [{ key: 'generation', operator: 'Near', values: ['4'] }] });
    expect(reasons(unknown, new ClusterSnapshot([generation('4')]))).toEqual([refused]);
  });

  it('can name the node', () => {
    const byName = affine({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] });
    expect(reasons(byName, new ClusterSnapshot([node('n1'), node('n2')]))).toEqual([refused, []]);
  });
});

it('says which amounts collide', () => {
  const snapshot = new ClusterSnapshot([node('n1')]);
  const info = snapshot.node('n1')!;
  snapshot.addPod(pod('first', { containers: [{ resources: { requests: { cpu: '3' } } }] }), info);
  const second = pod('second', {
    containers: [{ resources: { requests: { cpu: '1500m', 'nvidia.com/gpu': 1 } } }],
  });
  expect(new FitCheck(second, snapshot).refusals(info)).toMatchObject([
    { resource: { name: 'cpu', requested: 1500, used: 3000, allocatable: 4000 }, unresolvable: false },
    { resource: { name: 'nvidia.com/gpu', requested: 1, used: 0, allocatable: 0 }, unresolvable: true },
  ]);
});

it('counts its own placements while it places', () => {
  const spread = {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        labelSelector: { matchLabels: { app: 'web' } },
      },
    ],
  };
  const snapshot = new ClusterSnapshot([inZone('n1', 'a'), inZone('n2', 'b')]);
  const check = new FitCheck(pod('web', spread, { labels: { app: 'web' } }), snapshot);
  const placed = Array.from({ length: 4 }, (_, index) => {
    const next = pod(`web-${index}`, spread, { labels: { app: 'web' } });
    const info = check.firstFit(snapshot.nodes())!;
    snapshot.addPod(next, info);
    check.podAdded(next, info);
    return info.node.name;
  });
  expect(placed).toEqual(['n1', 'n2', 'n1', 'n2']);
});

it('takes back what was tried', () => {
  const snapshot = new ClusterSnapshot([node('n1'), node('n2')]);
  const state = (): unknown =>
    [...snapshot.nodes()].map((info) => [
      info.node.name,
      [...info.pods].map(({ name }) => name),
      info.requested('cpu'),
    ]);
  const resident = pod('resident', { containers: [{ resources: { requests: { cpu: '1' } } }] });
  snapshot.addPod(resident, snapshot.node('n2')!);
  const before = state();
  const mark = snapshot.mark();
  const homeless = snapshot.removeNode('n2');
  homeless.forEach((each) => snapshot.addPod(each, snapshot.node('n1')!));
  snapshot.addNode(node('n3'));
  expect(state()).toEqual([
    ['n1', ['resident'], 1000],
    ['n3', [], 0],
  ]);
  snapshot.revert(mark);
  expect(state()).toEqual(before);
});

it('sums the reasons up as the scheduler does', () => {
  const snapshot = new ClusterSnapshot([
    node('n1'),
    node('n2', { unschedulable: true }),
    node('n3', { taints: [{ key: 'spot', effect: 'NoSchedule' }] }),
    node('n4'),
  ]);
  const check = new FitCheck(
    pod('big', { containers: [{ resources: { requests: { cpu: '64' } } }] }),
    snapshot,
  );
  expect(unschedulableMessage([...snapshot.nodes()].map((info) => check.refusals(info)))).toBe(
    '0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 Insufficient cpu.',
  );
});

describe('the tally of a topology', () => {
  it('knows its least at every moment', () => {
    const change = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 60 }), (changes) => {
        const tally = new DomainTally();
        const plain = new Map<string, number>();
        for (const [domain, pods] of changes) {
          tally.add(domain, pods);
          plain.set(domain, (plain.get(domain) ?? 0) + pods);
          expect(tally.minimum).toBe(Math.min(...plain.values()));
          expect(tally.domains).toBe(plain.size);
        }
      }),
    );
  });
});
