import { describe, expect, it } from 'vitest';

import { runningContainers } from '#core/apis/pod-template.ts';
import {
  podTemplatePath,
  replicasPath,
  workloadKinds,
  type WorkloadView,
  workloadView,
} from '#core/apis/workload.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

import { asText } from './quantity-text.ts';

const podSpec = {
  priorityClassName: 'inference',
  terminationGracePeriodSeconds: 60,
  nodeSelector: { 'node.kubernetes.io/instance-type': 'g5.xlarge', broken: 1 },
  affinity: { podAntiAffinity: {} },
  overhead: { memory: '64Mi' },
  resources: { requests: { cpu: 6 } },
  tolerations: [
    { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'spot', value: 'true' },
    'all',
  ],
  initContainers: [
    { name: 'fetch-weights', resources: { requests: { memory: '1Gi' } } },
    { name: 'proxy', restartPolicy: 'Always' },
  ],
  containers: [
    {
      name: 'vllm',
      image: 'vllm/vllm-openai:v0.10.2',
      args: ['--model=/models/chat', 3],
      resources: {
        requests: { cpu: '3', memory: '12Gi' },
        limits: { memory: '12Gi', 'nvidia.com/gpu': 1, cpu: 'many' },
      },
    },
  ],
  volumes: [
    { name: 'cache', emptyDir: { medium: 'Memory' } },
    { name: 'models', persistentVolumeClaim: { claimName: 'models' } },
    { emptyDir: {} },
    {},
  ],
};
const template = {
  metadata: {
    labels: { app: 'chat' },
    annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
  },
  spec: podSpec,
};

function workload(apiVersion: string, kind: string, rest: object): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'chat', namespace: 'prod' }, ...rest };
}

function view(object: KubernetesObject): WorkloadView {
  const read = workloadView(object);
  if (!read) throw new Error('no workload');
  return read;
}

const selector = { matchLabels: { app: 'chat' } };
const objects: Readonly<Record<string, KubernetesObject>> = {
  Deployment: workload('apps/v1', 'Deployment', {
    spec: { replicas: 3, selector, template },
    status: { replicas: 3, readyReplicas: 2 },
  }),
  StatefulSet: workload('apps/v1', 'StatefulSet', {
    spec: { replicas: 3, selector, template },
    status: { replicas: 3, readyReplicas: 2 },
  }),
  ReplicaSet: workload('apps/v1', 'ReplicaSet', {
    spec: { replicas: 3, selector, template },
    status: { replicas: 3, readyReplicas: 2 },
  }),
  ReplicationController: workload('v1', 'ReplicationController', {
    spec: { replicas: 3, selector: { app: 'chat' }, template },
    status: { replicas: 3, readyReplicas: 2 },
  }),
  DaemonSet: workload('apps/v1', 'DaemonSet', {
    spec: { selector, template },
    status: { desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 2 },
  }),
  Job: workload('batch/v1', 'Job', {
    spec: { parallelism: 3, selector, template },
    status: { active: 3, ready: 2 },
  }),
};

describe('workloadView', () => {
  it.each(Object.keys(objects))('reads a %s', (kind) => {
    const read = view(objects[kind]!);
    expect(read).toMatchObject({ kind, desiredPods: 3, status: { replicas: 3, readyReplicas: 2 } });
    expect(read.selector).toEqual({ matchLabels: { app: 'chat' }, matchExpressions: [] });
    expect(read.template.path).toEqual(['spec', 'template']);
    expect(read.template.containers.map(({ name }) => name)).toEqual(['vllm']);
  });

  it('reads a CronJob', () => {
    const read = view(
      workload('batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { parallelism: 2, template } } } }),
    );
    expect(read).toMatchObject({ replicas: 2, desiredPods: 2, status: {} });
    expect(read.template.containers[0]?.path).toEqual([
      ...['spec', 'jobTemplate', 'spec', 'template'],
      ...['spec', 'containers', 0],
    ]);
  });

  it('reads a Pod', () => {
    const read = view(
      workload('v1', 'Pod', { metadata: { name: 'chat', labels: { app: 'chat' } }, spec: podSpec }),
    );
    expect(read).toMatchObject({ desiredPods: 1, template: { path: [], labels: { app: 'chat' } } });
    expect(read.template.containers[0]?.path).toEqual(['spec', 'containers', 0]);
    expect(read.selector).toBeUndefined();
  });

  it('reads the pod template', () => {
    const { template: read } = view(objects.Deployment!);
    expect(read).toMatchObject({
      labels: { app: 'chat' },
      annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
      nodeSelector: { 'node.kubernetes.io/instance-type': 'g5.xlarge' },
      affinity: { podAntiAffinity: {} },
      priorityClassName: 'inference',
      terminationGracePeriodSeconds: 60,
    });
    expect(read.nodeSelector).not.toHaveProperty('broken');
    expect(asText(read.requests)).toEqual({ cpu: '6' });
    expect(asText(read.overhead)).toEqual({ memory: '64Mi' });
    expect(read.tolerations).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'spot', operator: 'Equal', value: 'true' },
      { operator: 'Equal' },
    ]);
    expect(read.volumes.map(({ name, source, medium }) => [name, source, medium])).toEqual([
      ['cache', 'emptyDir', 'Memory'],
      ['models', 'persistentVolumeClaim', undefined],
      ['', 'emptyDir', undefined],
      ['', undefined, undefined],
    ]);
    expect(read.volumes[1]?.path).toEqual(['spec', 'template', 'spec', 'volumes', 1]);
  });

  it('reads containers, and leaves out amounts that are none', () => {
    const { template: read } = view(objects.Deployment!);
    const [vllm] = read.containers;
    expect(vllm).toMatchObject({ role: 'container', image: 'vllm/vllm-openai:v0.10.2' });
    expect(vllm?.args).toEqual(['--model=/models/chat']);
    expect(asText(vllm!.requests)).toEqual({ cpu: '3', memory: '12Gi' });
    expect(asText(vllm!.limits)).toEqual({ memory: '12Gi', 'nvidia.com/gpu': '1' });
    expect(read.initContainers.map(({ name, role }) => [name, role])).toEqual([
      ['fetch-weights', 'init'],
      ['proxy', 'sidecar'],
    ]);
    expect(runningContainers(read).map(({ name }) => name)).toEqual(['vllm', 'proxy']);
  });

  it('asks for one pod where the manifest leaves it open, and for none where it says so', () => {
    expect(view(workload('apps/v1', 'Deployment', { spec: {} }))).toMatchObject({ desiredPods: 1 });
    expect(view(workload('apps/v1', 'Deployment', { spec: {} }))).not.toHaveProperty('replicas');
    expect(view(workload('apps/v1', 'Deployment', { spec: { replicas: 0 } })).desiredPods).toBe(0);
    expect(view(workload('apps/v1', 'Deployment', { spec: { replicas: '4' } })).desiredPods).toBe(1);
  });

  it('keeps the place of an entry that is no container', () => {
    const read = view(
      workload('apps/v1', 'Deployment', {
        spec: { template: { spec: { containers: [null, { name: 'b' }] } } },
      }),
    );
    expect(read.template.containers.map(({ name, path }) => [name, path.at(-1)])).toEqual([
      ['', 0],
      ['b', 1],
    ]);
  });

  it('is not for other kinds or groups', () => {
    expect(workloadView(workload('v1', 'Service', {}))).toBeUndefined();
    expect(workloadView(workload('extensions/v1beta1', 'Deployment', {}))).toBeUndefined();
  });
});

describe('paths by kind', () => {
  it('every workload has a template, and a number of pods where it can ask for one', () => {
    expect(
      workloadKinds.map((kind) => [kind.kind, podTemplatePath(kind)?.length, replicasPath(kind)?.at(-1)]),
    ).toEqual([
      ['Deployment', 2, 'replicas'],
      ['StatefulSet', 2, 'replicas'],
      ['ReplicaSet', 2, 'replicas'],
      ['ReplicationController', 2, 'replicas'],
      ['DaemonSet', 2, undefined],
      ['Job', 2, 'parallelism'],
      ['CronJob', 4, 'parallelism'],
      ['Pod', 0, undefined],
    ]);
    expect(podTemplatePath({ group: '', kind: 'Service' })).toBeUndefined();
  });
});
