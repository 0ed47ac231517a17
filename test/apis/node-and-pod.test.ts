import { describe, expect, it } from 'vitest';

import { capacityTypeOf } from '#core/apis/capacity-type.ts';
import { nodeView } from '#core/apis/node.ts';
import { occupiesNode, podView } from '#core/apis/pod.ts';
import { tolerates } from '#core/apis/toleration.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';

import { asText } from './quantity-text.ts';

function node(labels: Readonly<Record<string, string>>, rest: object = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', labels }, ...rest };
}

describe('nodeView', () => {
  it('reads machine, capacity and state', () => {
    const read = nodeView(
      node(
        {
          'node.kubernetes.io/instance-type': 'g5.xlarge',
          'topology.kubernetes.io/region': 'us-east-1',
          'topology.kubernetes.io/zone': 'us-east-1b',
          'kubernetes.io/arch': 'amd64',
          'karpenter.sh/capacity-type': 'spot',
        },
        {
          spec: {
            unschedulable: true,
            taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }, { key: 'x' }],
          },
          status: {
            capacity: { cpu: '4', memory: '16Gi', pods: '58', 'nvidia.com/gpu': '1' },
            allocatable: { cpu: '3920m', memory: '14162Mi' },
            conditions: [
              { type: 'MemoryPressure', status: 'False' },
              { type: 'Ready', status: 'True' },
            ],
          },
        },
      ),
    );
    expect(read).toMatchObject({
      metadata: { name: 'n1' },
      instanceType: 'g5.xlarge',
      region: 'us-east-1',
      zone: 'us-east-1b',
      architecture: 'amd64',
      capacityType: { type: 'spot', label: 'karpenter.sh/capacity-type=spot' },
      taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
      unschedulable: true,
      ready: true,
    });
    expect(asText(read!.allocatable)).toEqual({
      cpu: '3920m',
      memory: '14162Mi',
      pods: '58',
      'nvidia.com/gpu': '1',
    });
  });

  it('reads the labels of old clusters', () => {
    const read = nodeView(
      node({
        'beta.kubernetes.io/instance-type': 'm5.large',
        'failure-domain.beta.kubernetes.io/region': 'eu-west-1',
        'failure-domain.beta.kubernetes.io/zone': 'eu-west-1a',
        'beta.kubernetes.io/arch': 'arm64',
      }),
    );
    expect(read).toMatchObject({
      instanceType: 'm5.large',
      region: 'eu-west-1',
      zone: 'eu-west-1a',
      architecture: 'arm64',
    });
  });

  it('is not ready without a condition that says so', () => {
    expect(nodeView(node({}))).toMatchObject({
      ready: false,
      unschedulable: false,
      capacityType: { type: 'unknown' },
    });
    const unknown = { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
    expect(nodeView(node({}, unknown))?.ready).toBe(false);
  });
});

describe('capacityTypeOf', () => {
  it.each([
    [{ 'karpenter.sh/capacity-type': 'spot' }, 'spot'],
    [{ 'karpenter.sh/capacity-type': 'on-demand' }, 'on-demand'],
    [{ 'karpenter.sh/capacity-type': 'reserved' }, 'on-demand'],
    [{ 'eks.amazonaws.com/capacityType': 'SPOT' }, 'spot'],
    [{ 'eks.amazonaws.com/capacityType': 'ON_DEMAND' }, 'on-demand'],
    [{ 'eks.amazonaws.com/capacityType': 'CAPACITY_BLOCK' }, 'on-demand'],
    [{ 'cloud.google.com/gke-spot': 'true', 'cloud.google.com/gke-nodepool': 'p' }, 'spot'],
    [{ 'cloud.google.com/gke-preemptible': 'true' }, 'spot'],
    [{ 'cloud.google.com/gke-provisioning': 'standard' }, 'on-demand'],
    [{ 'cloud.google.com/gke-nodepool': 'default-pool' }, 'on-demand'],
    [{ 'kubernetes.azure.com/scalesetpriority': 'spot', 'kubernetes.azure.com/agentpool': 'p' }, 'spot'],
    [{ 'kubernetes.azure.com/agentpool': 'nodepool1' }, 'on-demand'],
    [{ 'node-lifecycle': 'spot' }, 'spot'],
    [{ 'node-lifecycle': 'on-demand' }, 'on-demand'],
    [{ 'spotinst.io/node-lifecycle': 'od' }, 'on-demand'],
    [{ 'scheduling.cast.ai/spot': 'true' }, 'spot'],
    [{ 'node-role.kubernetes.io/spot-worker': '' }, 'spot'],
    [{ lifecycle: 'Ec2Spot' }, 'spot'],
    [{ lifecycle: 'whatever' }, 'unknown'],
    [{}, 'unknown'],
  ])('%j is %s', (labels, type) => {
    expect(capacityTypeOf(labels as Readonly<Record<string, string>>).type).toBe(type);
  });

  it('trusts what the platform sets before a convention, and names the label', () => {
    const labels = { lifecycle: 'on-demand', 'eks.amazonaws.com/capacityType': 'SPOT' };
    expect(capacityTypeOf(labels)).toEqual({ type: 'spot', label: 'eks.amazonaws.com/capacityType=SPOT' });
  });
});

describe('tolerates', () => {
  const taint = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };
  it.each([
    [{ operator: 'Exists' }, true],
    [{ key: 'nvidia.com/gpu', operator: 'Exists' }, true],
    [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }, true],
    [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'present' }, true],
    [{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'true' }, false],
    [{ key: 'nvidia.com/gpu', operator: 'Equal' }, false],
    [{ key: 'amd.com/gpu', operator: 'Exists' }, false],
    [{ key: 'nvidia.com/gpu', operator: 'Gt', value: 'present' }, false],
  ])('%j: %s', (toleration, expected) => {
    expect(tolerates(toleration, taint)).toBe(expected);
  });
});

describe('podView', () => {
  const pod: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'chat-5d8f-abcde',
      namespace: 'prod',
      deletionTimestamp: '2026-08-01T10:05:00Z',
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'chat-5d8f', uid: 'u1', controller: true },
        { kind: 'ConfigMap', name: 'c' },
        'nobody',
      ],
    },
    spec: { nodeName: 'n1', containers: [{ name: 'vllm' }] },
    status: {
      phase: 'Running',
      startTime: '2026-08-01T10:00:00.5Z',
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'ContainersNotReady',
          lastTransitionTime: '2026-08-01T10:00:01Z',
        },
      ],
    },
  };

  it('reads what the HPA and the scheduler look at', () => {
    const read = podView(pod);
    expect(read).toMatchObject({
      phase: 'Running',
      nodeName: 'n1',
      startMs: Date.UTC(2026, 7, 1, 10) + 500,
      ready: { status: 'False', lastTransitionMs: Date.UTC(2026, 7, 1, 10, 0, 1) },
      metadata: {
        deletionMs: Date.UTC(2026, 7, 1, 10, 5),
        ownerReferences: [
          { group: 'apps', kind: 'ReplicaSet', name: 'chat-5d8f', uid: 'u1', controller: true },
          { group: '', kind: 'ConfigMap', name: 'c', controller: false },
        ],
      },
    });
    expect(read?.template.containers).toHaveLength(1);
  });

  it('knows the phases', () => {
    const phaseOf = (status: unknown): string | undefined => podView({ ...pod, status })?.phase;
    expect(phaseOf(undefined)).toBe('Pending');
    expect(phaseOf({ phase: 'Succeeded' })).toBe('Succeeded');
    expect(phaseOf({ phase: 'Asleep' })).toBe('Unknown');
  });

  it('holds resources from scheduling to its end', () => {
    const occupies = (spec: object, phase: string): boolean =>
      occupiesNode(podView({ ...pod, spec, status: { phase } })!);
    expect(occupies({ nodeName: 'n1' }, 'Running')).toBe(true);
    expect(occupies({ nodeName: 'n1' }, 'Pending')).toBe(true);
    expect(occupies({ nodeName: 'n1' }, 'Failed')).toBe(false);
    expect(occupies({ nodeName: 'n1' }, 'Succeeded')).toBe(false);
    expect(occupies({ nodeName: '' }, 'Pending')).toBe(false);
  });

  it('reads no time from what is no RFC 3339 time', () => {
    for (const startTime of ['yesterday', '2026-08-01', 1_785_000_000, '2026-13-01T00:00:00Z']) {
      expect(podView({ ...pod, status: { startTime } })?.startMs).toBeUndefined();
    }
  });
});
