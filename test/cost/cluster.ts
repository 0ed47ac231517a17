import { type NodeView, nodeView, type PodView, podView, workloadView } from '#core/apis/index.ts';
import type { PodTemplateView } from '#core/apis/pod-template.ts';

/** A node as a cloud makes it; `allocatable` has 3920m of 4 CPUs and so on. */
export function node(
  name: string,
  instanceType: string | undefined,
  allocatable: Readonly<Record<string, string>>,
  capacityType: 'SPOT' | 'ON_DEMAND' = 'ON_DEMAND',
): NodeView {
  const labels = {
    'eks.amazonaws.com/capacityType': capacityType,
    ...(instanceType === undefined ? {} : { 'node.kubernetes.io/instance-type': instanceType }),
  };
  return nodeView({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    status: { capacity: allocatable },
  })!;
}

export interface PodOptions {
  readonly limits?: Readonly<Record<string, string | number>>;
  readonly phase?: string;
  readonly daemon?: boolean;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** A pod on a node (or waiting for one) that requests so much. */
export function pod(
  nodeName: string | undefined,
  requests: Readonly<Record<string, string | number>>,
  { limits = {}, phase = 'Running', daemon = false, nodeSelector = {} }: PodOptions = {},
): PodView {
  const owner = {
    apiVersion: 'apps/v1',
    kind: daemon ? 'DaemonSet' : 'ReplicaSet',
    name: 'o',
    controller: true,
  };
  return podView({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ownerReferences: [owner] },
    spec: {
      nodeSelector,
      containers: [{ name: 'c', resources: { requests, limits } }],
      ...(nodeName ? { nodeName } : {}),
    },
    status: { phase },
  })!;
}

export function template(
  requests: Readonly<Record<string, string | number>>,
  options: PodOptions = {},
): PodTemplateView {
  const spec = {
    nodeSelector: options.nodeSelector ?? {},
    containers: [{ name: 'c', resources: { requests, limits: options.limits ?? {} } }],
  };
  return workloadView({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {},
    spec: { template: { spec } },
  })!.template;
}

export const copies = <T>(count: number, item: T): readonly T[] => Array.from({ length: count }, () => item);
