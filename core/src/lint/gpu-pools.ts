import type { ContainerView } from '../apis/container.ts';
import { nodePoolView } from '../apis/karpenter.ts';
import { node, nodePool } from '../apis/kinds.ts';
import { nodeView } from '../apis/node.ts';
import { type PodTemplateView, runningContainers } from '../apis/pod-template.ts';
import { type Taint, tolerates } from '../apis/toleration.ts';
import type { Workspace } from './workspace.ts';

/** Nodes with GPUs and the taints that keep other pods away from them. */
export interface GpuPool {
  /** For messages: `NodePool gpu`, `Node ip-10-0-0-1`. */
  readonly name: string;
  readonly taints: readonly Taint[];
}

/** The extended resources by which GPUs are requested. */
export function isGpuResource(name: string): boolean {
  return /^(nvidia\.com\/(gpu|mig-.+)|amd\.com\/gpu|gpu\.intel\.com\/.+|habana\.ai\/gaudi)$/.test(name);
}

export interface GpuRequest {
  readonly container: ContainerView;
  readonly resource: string;
}

/** The containers that ask for GPUs. Limits count: they are the requests of an extended resource. */
export function gpuRequestsOf(template: PodTemplateView): readonly GpuRequest[] {
  return [...runningContainers(template), ...template.initContainers].flatMap((container) =>
    Object.entries({ ...container.requests, ...container.limits })
      .filter(([name, quantity]) => isGpuResource(name) && quantity.nanos > 0n)
      .map(([resource]) => ({ container, resource })),
  );
}

/** The GPU pools of which the workspace or the cluster tells: nodes that have the resource, and Karpenter pools for GPUs. */
export function gpuPoolsOf(workspace: Workspace, resource: string): readonly GpuPool[] {
  const nodes = workspace.objectsOf(node).flatMap((object) => {
    const view = nodeView(object);
    return view && (view.allocatable[resource]?.nanos ?? 0n) > 0n
      ? [{ name: `Node ${view.metadata.name ?? ''}`, taints: view.taints.filter(isLasting) }]
      : [];
  });
  const pools = workspace.objectsOf(nodePool).flatMap((object) => {
    const view = nodePoolView(object);
    if (!view) return [];
    const words = [...view.requirements.map(({ key }) => key), ...view.taints.map(({ key }) => key)];
    return words.some((word) => /gpu|accelerator/i.test(word))
      ? [{ name: `NodePool ${view.metadata.name ?? ''}`, taints: view.taints.filter(isLasting) }]
      : [];
  });
  return [...nodes, ...pools];
}

/** The first taint of the pool that none of the pod's tolerations matches. */
export function untolerated(pool: GpuPool, { tolerations }: PodTemplateView): Taint | undefined {
  return pool.taints.find((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/** Taints of the node's state come and go; only hard ones keep pods away. */
function isLasting({ key, effect }: Taint): boolean {
  const ofState =
    /^(node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|ToBeDeletedBy|DeletionCandidateOf)/;
  return effect !== 'PreferNoSchedule' && !ofState.test(key);
}

/** A model of GPU by the label that the nodes with it have. */
export interface GpuModel {
  readonly label: string;
  readonly value: string;
}

/** Labels by which nodes tell the model of their GPUs: GPU feature discovery, GKE, EKS, Karpenter on AWS. */
const modelLabels = [
  'nvidia.com/gpu.product',
  'cloud.google.com/gke-accelerator',
  'k8s.amazonaws.com/accelerator',
  'karpenter.k8s.aws/instance-gpu-name',
] as const;

/** The models of GPU that nodes with the resource and Karpenter pools name, each once, by the first of the labels that tells them. */
export function gpuModelsOf(workspace: Workspace, resource: string): readonly GpuModel[] {
  const nodes = workspace.objectsOf(node).flatMap((object) => {
    const view = nodeView(object);
    return view && (view.allocatable[resource]?.nanos ?? 0n) > 0n ? [view.metadata.labels] : [];
  });
  const pools = workspace.objectsOf(nodePool).flatMap((object) => {
    const view = nodePoolView(object);
    const required = (view?.requirements ?? [])
      .filter(({ operator }) => operator === 'In')
      .flatMap(({ key, values }) => values.map((value) => ({ [key]: value })));
    return [view?.labels ?? {}, ...required];
  });
  for (const label of modelLabels) {
    const values = [...nodes, ...pools].flatMap((labels) => labels[label] ?? []);
    if (values.length > 0) return [...new Set(values)].sort().map((value) => ({ label, value }));
  }
  return [];
}
