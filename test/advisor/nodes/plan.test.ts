import { describe, expect, it } from 'vitest';

import { planNodes } from '#core/advisor/index.ts';

import { exampleBook } from './book.ts';
import { autoscaler, autoscalerStatus, disk, node, pod, sourcesOf, withDisk } from './cluster.ts';

const waiting = (count: number, cpu: string, owner = 'web'): ReturnType<typeof pod>[] =>
  Array.from({ length: count }, (_, index) => pod(`${owner}-${index}`, { cpu }, { owner }));

describe('scale-up', () => {
  const nodes = [
    node('small-0', 'small', { amounts: { cpu: '2' } }),
    node('big-0', 'big', { amounts: { cpu: '16', memory: '64Gi' } }),
  ];
  const full = [
    pod('fills-small', { cpu: '2' }, { nodeName: 'small-0', owner: 'fill' }),
    pod('fills-big', { cpu: '16' }, { nodeName: 'big-0', owner: 'fill' }),
  ];
  const sizes = autoscalerStatus([
    { name: 'eks-small-1', min: 0, max: 10, target: 1 },
    { name: 'eks-big-2', min: 0, max: 10, target: 1 },
  ]);

  it.each([
    ['least-nodes', 'big', 1, 2],
    ['most-pods', 'big', 1, 2],
  ])('%s makes %s larger', async (expander, pool, from, to) => {
    const max = autoscalerStatus([
      { name: 'eks-small-1', min: 0, max: 3, target: 1 },
      { name: 'eks-big-2', min: 0, max: 10, target: 1 },
    ]);
    const objects = [...nodes, ...full, max, autoscaler(`--expander=${expander}`), ...waiting(8, '1500m')];
    const { report } = await planNodes(sourcesOf(objects));
    expect(report.scaleUp.resizes).toEqual([{ pool, from, to }]);
    expect(report.scaleUp.options.map(({ pool: name, pods }) => [name, pods])).toEqual([
      ['big', 8],
      ['small', 2],
    ]);
  });

  it('says what it does not remove in a loop that adds', async () => {
    const objects = [...nodes, node('small-1', 'small'), ...full, sizes, autoscaler(), ...waiting(2, '9')];
    const { report } = await planNodes(sourcesOf(objects));
    expect(report.scaleUp.resizes).toEqual([{ pool: 'big', from: 1, to: 3 }]);
    expect(report.scaleDown.remove).toEqual([]);
    expect(report.scaleDown.reasons.map(({ rule }) => rule)).toEqual(['ca/scale-down-in-cooldown']);
  });

  it('names pods that no pool helps with what each would refuse', async () => {
    const objects = [...nodes, ...full, sizes, autoscaler(), ...waiting(3, '40', 'huge')];
    const { report } = await planNodes(sourcesOf(objects));
    expect(report.scaleUp.hopeless).toEqual([
      {
        controller: 'prod/ReplicaSet/huge',
        pods: 3,
        priority: 0,
        refusals: [
          { pool: 'big', reasons: [expect.stringContaining('Insufficient cpu')] },
          { pool: 'small', reasons: [expect.stringContaining('Insufficient cpu')] },
        ],
      },
    ]);
    expect(report.scaleUp.reasons[0]?.text).toBe('no node group would help the pods that wait');
  });

  it('adds where the volume of a pod can be reached, though another pool would be first', async () => {
    const zone = (name: string): object => ({
      amounts: { cpu: '2' },
      labels: { 'topology.kubernetes.io/zone': name },
    });
    const objects = [
      node('a-0', 'a', zone('a')),
      node('b-0', 'b', zone('b')),
      ...['a', 'b'].map((pool) =>
        pod(`fills-${pool}`, { cpu: '2' }, { nodeName: `${pool}-0`, owner: 'fill' }),
      ),
      ...disk('data-db-0', 'b'),
      pod('db-0', { cpu: '1' }, { owner: 'db', spec: withDisk('data-db-0') }),
    ];
    const { report } = await planNodes(sourcesOf(objects));
    expect(report.scaleUp.options.map(({ pool }) => pool)).toEqual(['b']);
    expect(report.scaleUp.resizes).toEqual([{ pool: 'b', from: 1, to: 2 }]);
  });

  it('skips a pool in backoff with its reason, and pods that fit by now', async () => {
    const status = autoscalerStatus([
      { name: 'eks-small-1', min: 0, max: 10, target: 1, backoff: 'no spot capacity' },
      { name: 'eks-big-2', min: 0, max: 1, target: 1 },
    ]);
    const objects = [
      ...nodes,
      full[0]!,
      status,
      autoscaler(),
      ...waiting(1, '1'),
      ...waiting(1, '17', 'large'),
    ];
    const { report } = await planNodes(sourcesOf(objects));
    expect(report.fitNow).toBe(1);
    expect(report.scaleUp.skipped.map(({ pool, rule }) => [pool, rule])).toEqual([
      ['big', 'ca/max-limit-reached'],
      ['small', 'ca/backoff'],
    ]);
  });

  it('grows a pool without nodes as its instance type is in the price book', async () => {
    const gpu = pod('train-0', { cpu: '1', 'nvidia.com/gpu': '1' }, { owner: 'train' });
    const objects = [...nodes, ...full, sizes, autoscaler(), gpu];
    const pools = [{ name: 'gpu', minSize: 0, maxSize: 4, instanceType: 'g5.xlarge' }];
    const { report } = await planNodes({ ...sourcesOf(objects), prices: exampleBook() }, { pools });
    expect(report.scaleUp.resizes).toMatchObject([{ pool: 'gpu', from: 0, to: 1, perHour: 1.006 }]);
    expect(report.assumptions.join()).toContain('pool gpu has no node: taken for g5.xlarge');
  });

  it('says of an unknown instance type that its pool is left out, and plans the rest', async () => {
    const objects = [...nodes, ...full, sizes, autoscaler(), ...waiting(1, '1')];
    const pools = [{ name: 'gpu', minSize: 0, maxSize: 4, instanceType: 'zz.9xlarge' }];
    const { report } = await planNodes({ ...sourcesOf(objects), prices: exampleBook() }, { pools });
    expect(report.scaleUp.resizes).toHaveLength(1);
    expect(report.assumptions).toContain(
      'pool gpu has no node and is left out: zz.9xlarge is not in the price book',
    );
  });

  it('adds nothing for pods below the cutoff, and says so', async () => {
    const low = pod('spare', { cpu: '1' }, { owner: 'spare', spec: { priority: -20 } });
    const { report } = await planNodes(sourcesOf([...nodes, ...full, sizes, autoscaler(), low]));
    expect(report.scaleUp.resizes).toEqual([]);
    expect(report.scaleUp.reasons.map(({ rule }) => rule)).toEqual(['ca/no-scale-up', 'ca/expendable']);
  });
});

it('plans for an empty cluster', async () => {
  const { report } = await planNodes(sourcesOf(waiting(2, '1')));
  expect(report.scaleUp.resizes).toEqual([]);
  expect(report.scaleUp.hopeless).toMatchObject([{ pods: 2, refusals: [] }]);
  expect(report.notes).toContain('the cluster has no nodes');
});
