import type { NodeView } from '../../apis/node.ts';
import type { PodView } from '../../apis/pod.ts';
import {
  type ClusterCapacity,
  type InstanceOffering,
  instancePrice,
  type PriceBook,
} from '../../cost/index.ts';
import { gpuResource } from '../../gpu/index.ts';
import type { NodeOption } from '../../optimizer/index.ts';
import {
  NodeInfo,
  schedulingAmounts,
  schedulingNode,
  type SchedulingPod,
  schedulingPod,
} from '../../scheduling/index.ts';
import { comesWithNode } from './plan-pods.ts';

/** Nodes that are alike: type, way of paying, zone, taints and labels. */
export interface NodeKind {
  readonly id: string;
  readonly nodes: number;
  readonly option: NodeOption;
  /** The labels and taints that it shares with nodes of other types: a pool, whatever machines are in it. */
  readonly pool: string;
}

/** Labels that say which machine a node is; all others make a pool. */
const machineLabels: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
  'karpenter.sh/capacity-type',
  'eks.amazonaws.com/capacityType',
  'node-lifecycle',
  'kubernetes.azure.com/scalesetpriority',
  'cloud.google.com/gke-spot',
  'topology.k8s.aws/zone-id',
]);

/** A label by which pods that have to stay where they are find their kind of node. */
export const kindLabel = 'kubectl-autoscale.io/kind';
/** A taint that only pods that bear spot tolerate, whatever the cluster itself does. */
export const spotTaint = { key: 'kubectl-autoscale.io/spot', value: 'true', effect: 'NoSchedule' };

/** The kinds of the nodes that have a price, with their DaemonSets' pods, and which kind each node is of. */
export function nodeKinds(
  capacity: ClusterCapacity,
  pods: readonly PodView[],
  book: PriceBook,
): { readonly kinds: ReadonlyMap<string, NodeKind>; readonly kindOf: ReadonlyMap<string, string> } {
  const daemons = new Map<string, SchedulingPod[]>();
  for (const pod of pods) {
    if (pod.nodeName === undefined || !comesWithNode(pod)) continue;
    const own = daemons.get(pod.nodeName) ?? [];
    daemons.set(pod.nodeName, own);
    const { name = '', namespace = 'default' } = pod.metadata;
    own.push(schedulingPod(pod.template, { name, namespace }));
  }
  const kinds = new Map<string, NodeKind>();
  const kindOf = new Map<string, string>();
  for (const [name, { node }] of capacity.nodes) {
    if (node.instanceType === undefined) continue;
    const price = instancePrice(book, node.instanceType, node.capacityType.type);
    if (!price.ok) continue;
    const pool = poolOf(node);
    const id = [node.instanceType, node.capacityType.type, node.zone ?? '', pool].join('|');
    kindOf.set(name, id);
    const known = kinds.get(id);
    const option = optionOf(node, price.value.cost.perHour.amount, daemons.get(name) ?? []);
    const fuller =
      (known?.option.template.daemonSetPods.length ?? -1) >= option.template.daemonSetPods.length;
    kinds.set(id, {
      id,
      pool,
      nodes: (known?.nodes ?? 0) + 1,
      option: known && fuller ? known.option : option,
    });
  }
  return { kinds, kindOf };
}

function optionOf(node: NodeView, pricePerHour: number, daemonSetPods: readonly SchedulingPod[]): NodeOption {
  const labels = Object.fromEntries(Object.entries(node.metadata.labels).filter(([key]) => key !== hostname));
  return {
    instanceType: node.instanceType ?? '',
    capacityType: node.capacityType.type === 'spot' ? 'spot' : 'on-demand',
    ...(node.zone !== undefined && { zone: node.zone }),
    pricePerHour,
    template: {
      node: { ...schedulingNode(node), labels, unschedulable: false },
      capacity: schedulingAmounts(node.capacity),
      daemonSetPods,
    },
  };
}

const hostname = 'kubernetes.io/hostname';

function poolOf({ metadata, taints, architecture }: NodeView): string {
  const labels = Object.entries(metadata.labels)
    .filter(([key, value]) => !machineLabels.has(key) && value !== metadata.name)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([labels, taints, architecture]);
}

/** The kind with a label of its own, so that pods can be held to it. */
export function heldTo({ id, option }: NodeKind): NodeOption {
  return withLabels(option, { [kindLabel]: id });
}

/** The same machine paid as spot; `undefined` where it is spot already or has no spot price. */
export function asSpot(option: NodeOption, book: PriceBook): NodeOption | undefined {
  if (option.capacityType === 'spot') return undefined;
  const price = instancePrice(book, option.instanceType, 'spot');
  if (!price.ok || price.value.cost.perHour.amount >= option.pricePerHour) return undefined;
  return { ...tainted(option), capacityType: 'spot', pricePerHour: price.value.cost.perHour.amount };
}

/**
 * Other machines for the pool of a kind: those of its architecture with the same model of GPU (or none), on demand and
 * spot. Labels and taints are the pool's.
 */
export function otherMachines(kind: NodeKind, book: PriceBook, architecture: string): readonly NodeOption[] {
  const { option } = kind;
  const own = book.offerings.find((each) => each.instanceType === option.instanceType)?.gpu;
  const gpuNames = [...option.template.node.allocatable.keys()].filter((name) => gpuResource(name));
  // Shared or cut GPUs are how these nodes were set up: what another machine would offer is not known.
  if (gpuNames.some((name) => gpuResource(name)?.unit !== 'device')) return [];
  const [name] = gpuNames;
  // With time-slicing a node offers each GPU several times: so would another machine of the pool.
  const offered = name === undefined ? 0 : (option.template.node.allocatable.get(name) ?? 0);
  const gpu = name === undefined || !own ? undefined : { name, timesOffered: offered / own.count };
  return book.offerings
    .filter((each) => each.architecture === architecture && each.gpu?.model === own?.model)
    .flatMap((offering) => machine(option, offering, gpu, book));
}

function machine(
  option: NodeOption,
  offering: InstanceOffering,
  gpu: { readonly name: string; readonly timesOffered: number } | undefined,
  book: PriceBook,
): readonly NodeOption[] {
  const { cpuCores, memoryBytes } = offering.allocatable ?? offering;
  const allocatable = new Map([
    ['cpu', Math.floor(cpuCores * 1000)],
    ['memory', Math.floor(memoryBytes)],
    ['pods', offering.maxPods ?? usualMaxPods],
    ...(option.template.node.allocatable.has('ephemeral-storage')
      ? [['ephemeral-storage', option.template.node.allocatable.get('ephemeral-storage') ?? 0] as const]
      : []),
    ...(gpu && offering.gpu ? [[gpu.name, Math.floor(offering.gpu.count * gpu.timesOffered)] as const] : []),
  ]);
  const labelled = withLabels(option, {
    'node.kubernetes.io/instance-type': offering.instanceType,
    'beta.kubernetes.io/instance-type': offering.instanceType,
  });
  const template = {
    ...labelled.template,
    capacity: allocatable,
    node: { ...labelled.template.node, allocatable },
  };
  const room = new NodeInfo(template.node);
  for (const daemon of template.daemonSetPods) room.add(daemon);
  if (room.free('cpu') <= 0 || room.free('memory') <= 0) return [];
  const base: NodeOption = {
    ...labelled,
    template,
    instanceType: offering.instanceType,
    capacityType: 'on-demand',
  };
  return (['on-demand', 'spot'] as const).flatMap((capacityType) => {
    const price = instancePrice(book, offering.instanceType, capacityType);
    if (!price.ok) return [];
    const paid = { ...base, capacityType, pricePerHour: price.value.cost.perHour.amount };
    return [capacityType === 'spot' ? tainted(paid) : paid];
  });
}

/** The kubelet's own default. */
const usualMaxPods = 110;

export function tainted(option: NodeOption): NodeOption {
  const { template } = option;
  const taints = [...template.node.taints, spotTaint];
  return { ...option, template: { ...template, node: { ...template.node, taints } } };
}

function withLabels(option: NodeOption, labels: Readonly<Record<string, string>>): NodeOption {
  const { template } = option;
  const node = { ...template.node, labels: { ...template.node.labels, ...labels } };
  return { ...option, template: { ...template, node } };
}
