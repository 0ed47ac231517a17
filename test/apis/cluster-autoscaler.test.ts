import { describe, expect, it } from 'vitest';

import {
  clusterAutoscalersOf,
  priorityExpanderConfigMapView,
  readNodeGroupPriorities,
} from '#core/apis/cluster-autoscaler.ts';
import { commandLineFlags, lastFlag } from '#core/apis/command-line-flag.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

function deployment(container: unknown): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cluster-autoscaler', namespace: 'kube-system' },
    spec: { template: { spec: { containers: [{ name: 'other', image: 'busybox' }, container] } } },
  };
}

const path = ['spec', 'template', 'spec', 'containers', 1];

describe('clusterAutoscalersOf', () => {
  it.each([
    [{ image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.1' }, 'v1.34.1'],
    [{ image: 'registry.k8s.io/autoscaling/cluster-autoscaler-arm64:v1.33.0@sha256:abc' }, 'v1.33.0'],
    [{ image: 'localhost:5000/cluster-autoscaler' }, undefined],
    [{ image: 'my/ca:1.30', command: ['./cluster-autoscaler', '--v=4'] }, '1.30'],
  ])('knows %j', (container, imageTag) => {
    const found = clusterAutoscalersOf(deployment(container));
    expect(found).toHaveLength(1);
    expect(found[0]?.imageTag).toBe(imageTag);
    expect(found[0]?.container.path).toEqual(path);
  });

  it.each([
    [{ image: 'cluster-autoscaler-status-exporter:1' }],
    [{ image: 'my/cluster-proportional-autoscaler:1' }],
    [{ command: ['/bin/sh', '-c', 'cluster-autoscaler --v=4'] }],
    ['cluster-autoscaler'],
  ])('does not take %j for one', (container) => {
    expect(clusterAutoscalersOf(deployment(container))).toEqual([]);
  });

  it('finds none in what is no workload', () => {
    expect(clusterAutoscalersOf({ apiVersion: 'v1', kind: 'Service', metadata: {} })).toEqual([]);
  });

  it('reads flags of command and args with their places', () => {
    const [found] = clusterAutoscalersOf(
      deployment({
        image: 'cluster-autoscaler:v1.34.1',
        command: ['./cluster-autoscaler', '--expander=priority,least-waste', '--nodes=1:10:a'],
        args: ['--scale-down-utilization-threshold', '0.5', '--nodes=0:3:b', '--balance-similar-node-groups'],
      }),
    );
    expect(found?.flags).toEqual([
      {
        name: 'expander',
        value: 'priority,least-waste',
        path: [...path, 'command', 1],
        valuePath: [...path, 'command', 1],
      },
      { name: 'nodes', value: '1:10:a', path: [...path, 'command', 2], valuePath: [...path, 'command', 2] },
      {
        name: 'scale-down-utilization-threshold',
        value: '0.5',
        path: [...path, 'args', 0],
        valuePath: [...path, 'args', 1],
      },
      { name: 'nodes', value: '0:3:b', path: [...path, 'args', 2], valuePath: [...path, 'args', 2] },
      { name: 'balance-similar-node-groups', path: [...path, 'args', 3], valuePath: [...path, 'args', 3] },
    ]);
    expect(lastFlag(found!.flags, 'nodes')?.value).toBe('0:3:b');
    expect(lastFlag(found!.flags, 'v')).toBeUndefined();
  });
});

describe('commandLineFlags', () => {
  const read = (...args: unknown[]): (readonly [string, string | undefined])[] =>
    commandLineFlags({ args }, []).map(({ name, value }) => [name, value]);

  it('reads one dash, underscores, empty values and values with "="', () => {
    expect(read('-v=4', '--scan_interval=10s', '--a=', '--asg=tag=x=y')).toEqual([
      ['v', '4'],
      ['scan-interval', '10s'],
      ['a', ''],
      ['asg', 'tag=x=y'],
    ]);
  });

  it('takes the next item for the value unless it is a flag', () => {
    expect(read('--expendable-pods-priority-cutoff', '-10', '--flag', '--v', '4', '--last')).toEqual([
      ['expendable-pods-priority-cutoff', '-10'],
      ['flag', undefined],
      ['v', '4'],
      ['last', undefined],
    ]);
  });

  it('passes over what is no flag, and keeps places', () => {
    expect(read(7, null, '--', '--=x', '-', 'word')).toEqual([]);
    expect(commandLineFlags({ args: [true, '--v=1'] }, [])[0]?.path).toEqual(['args', 1]);
    expect(commandLineFlags({ command: 'cluster-autoscaler --v=1' }, [])).toEqual([]);
  });
});

describe('priorityExpanderConfigMapView', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cluster-autoscaler-priority-expander', namespace: 'kube-system' },
  };

  it('finds the text and its place', () => {
    const read = priorityExpanderConfigMapView({ ...object, data: { priorities: '10: [".*"]' } });
    expect(read).toMatchObject({ text: '10: [".*"]', textPath: ['data', 'priorities'] });
    expect(priorityExpanderConfigMapView({ ...object, data: { priority: '' } })).not.toHaveProperty('text');
  });

  it('is not for other ConfigMaps', () => {
    expect(priorityExpanderConfigMapView({ ...object, metadata: { name: 'other' } })).toBeUndefined();
    expect(priorityExpanderConfigMapView({ ...object, kind: 'Secret' })).toBeUndefined();
  });
});

describe('readNodeGroupPriorities', () => {
  it('sorts by priority, highest first', () => {
    expect(readNodeGroupPriorities({ 10: ['.*on-demand.*'], '-1': [], 50: ['.*spot.*', 'gpu'] })).toEqual({
      ok: true,
      value: [
        { priority: 50, patterns: ['.*spot.*', 'gpu'] },
        { priority: 10, patterns: ['.*on-demand.*'] },
        { priority: -1, patterns: [] },
      ],
    });
  });

  it.each([
    [null, []],
    [['.*'], []],
    [{ high: ['.*'] }, ['high']],
    [{ '1.5': ['.*'] }, ['1.5']],
    [{ 10: '.*' }, ['10']],
    [{ 10: ['.*', 5] }, ['10', 1]],
  ])('points at what is wrong in %j', (parsed, place) => {
    expect(readNodeGroupPriorities(parsed)).toMatchObject({ ok: false, error: { path: place } });
  });
});
