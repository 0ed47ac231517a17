import { resourceQuota } from '../../apis/kinds.ts';
import { resourceQuotaView } from '../../apis/namespace-limits.ts';
import type { NodeView } from '../../apis/node.ts';
import { findOffering, type PriceBook } from '../../cost/price-book.ts';
import {
  type GpuCount,
  type GpuNode,
  gpuNodeOf,
  gpuRequestsOfPod,
  gpuResource,
  type GpuWish,
  rankGpuNodes,
} from '../../gpu/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { isoTime } from '../report-basis.ts';
import { addGpuNodes } from './add-gpu-nodes.ts';
import { type NodesOptions, taintText } from './analyze-nodes.ts';
import { type CloudGpuQuota, gpuQuotas } from './gpu-quotas.ts';
import type {
  GpuReport,
  ReportGpuNode,
  ReportGpuPlacement,
  ReportGpuPod,
  ReportGpuTotal,
} from './gpu-report.ts';
import { type GpuSample, type GpuUsage, gpuWindowMs, readGpuUsage } from './gpu-usage.ts';
import { idleGpus } from './idle-gpus.ts';
import { type FoundPod, type NodeFacts, readNodeFacts } from './node-facts.ts';
import { type FoundPools, foundPools } from './node-pools.ts';
import { listUnlessRefused } from './unless-refused.ts';

export interface GpuOptions extends NodesOptions {
  /** A pod that a node is looked for. */
  readonly wish?: GpuWish;
  /** What the cloud lets the account have, as the user says. */
  readonly cloudQuotas?: readonly CloudGpuQuota[];
}

/** A node with GPUs as it was found. */
interface FoundGpuNode {
  readonly view: NodeView;
  readonly gpus: GpuNode;
  readonly allocated: ReadonlyMap<string, number>;
}

/**
 * The cluster's GPUs: which nodes have which, who has them and uses them how much, what is idle, what quotas are left, and
 * whether nodes should be added.
 *
 * @throws {SourceError} `forbidden` where nodes or pods may not be listed.
 */
export async function analyzeGpus(sources: AdvisorSources, options: GpuOptions = {}): Promise<GpuReport> {
  const { cluster, metrics, clock, prices } = sources;
  const nowMs = clock.now();
  const facts = await readNodeFacts(cluster, nowMs, options);
  const pools = foundPools(facts, options.pools, prices);
  const notes: string[] = [];
  const quotas = await listUnlessRefused(cluster, resourceQuota, options, notes, 'no ResourceQuota is shown');
  const usage = await readGpuUsage(metrics, nowMs, options);
  const found = facts.nodes.flatMap((view) => foundGpuNode(view, facts, prices));
  const nodes = found.map((each) => reportNode(each, { facts, pools, usage }));
  const pending = facts.waiting.filter(({ view }) => gpuRequestsOfPod(view.template).length > 0);
  const totals = totalsOf(nodes);
  const measured = nodes.flatMap(({ utilization }) => utilization ?? []);
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'GpuReport',
    generatedAt: isoTime(nowMs),
    cluster: facts.cluster,
    nodes,
    totals,
    ...(measured.length > 0 && { utilization: weightedUse(nodes) }),
    idle: idleGpus(nodes),
    quotas: gpuQuotas(
      quotas.flatMap((object) => resourceQuotaView(object) ?? []),
      nodes,
      { karpenterPools: facts.karpenterPools, pools: pools.pools, cloud: options.cloudQuotas ?? [] },
    ),
    pending: pendingReport(pending),
    addNodes: addGpuNodes(facts, pools, totals, pending),
    ...(options.wish && { placement: placementOf(options.wish, found) }),
    assumptions: [...facts.autoscaler.assumptions, ...pools.assumptions],
    notes: [
      ...facts.notes,
      ...notes,
      ...usage.notes,
      ...(nodes.length === 0 ? ['no node has GPUs that a device plugin offers'] : []),
      ...vendorNotes(nodes),
    ],
    ...(usage.source !== undefined &&
      usage.utilization.length > 0 && {
        basis: {
          source: usage.source,
          asOf: isoTime(nowMs),
          windowSeconds: gpuWindowMs / 1000,
          method: 'mean of the last hour of each pod that runs now',
        },
      }),
  };
}

function foundGpuNode(
  view: NodeView,
  { placed }: NodeFacts,
  prices: PriceBook | undefined,
): readonly FoundGpuNode[] {
  const offering =
    prices && view.instanceType !== undefined ? findOffering(prices, view.instanceType) : undefined;
  const known = offering?.gpu && {
    model: offering.gpu.model,
    from: `${offering.instanceType} in the price book`,
    ...(offering.gpu.memoryBytes !== undefined && { memoryBytes: offering.gpu.memoryBytes }),
  };
  const gpus = gpuNodeOf(view, known);
  if (!gpus) return [];
  const allocated = new Map<string, number>();
  for (const { pod } of placed.get(view.metadata.name ?? '') ?? []) {
    for (const [resource, count] of pod.requests) {
      if (gpuResource(resource)) allocated.set(resource, (allocated.get(resource) ?? 0) + count);
    }
  }
  return [{ view, gpus, allocated }];
}

function reportNode(
  { view, gpus, allocated }: FoundGpuNode,
  {
    facts,
    pools,
    usage,
  }: { readonly facts: NodeFacts; readonly pools: FoundPools; readonly usage: GpuUsage },
): ReportGpuNode {
  const name = view.metadata.name ?? '';
  const own = (facts.placed.get(name) ?? []).filter(
    ({ view: pod }) => gpuRequestsOfPod(pod.template).length > 0,
  );
  const pods = own.map((pod) => reportPod(pod, usage));
  const utilization = nodeUse(name, new Set(own.map(podName)), usage.utilization);
  const pool = pools.poolOf.get(name)?.name;
  const { model, devices, sharing, migStrategy, partitionSize } = gpus;
  return {
    name,
    ...(pool !== undefined && { pool }),
    ...(view.instanceType !== undefined && { instanceType: view.instanceType }),
    capacityType: view.capacityType.type,
    ready: view.ready,
    unschedulable: view.unschedulable,
    vendor: gpus.vendor,
    ...(model && { model: model.name, modelFrom: model.from }),
    ...(model?.memoryBytes !== undefined && { memoryBytes: model.memoryBytes }),
    ...(devices !== undefined && { devices }),
    ...(sharing && { sharing: { ...sharing } }),
    ...(migStrategy !== undefined && { migStrategy }),
    ...(partitionSize !== undefined && { partitionSize }),
    resources: gpus.allocatable.map(({ resource, count }) => {
      const taken = allocated.get(resource.name) ?? 0;
      return {
        resource: resource.name,
        unit: resource.unit,
        ...(resource.profile !== undefined && { profile: resource.profile }),
        allocatable: count,
        allocated: taken,
        free: Math.max(count - taken, 0),
      };
    }),
    taints: view.taints.map(taintText),
    ...(utilization !== undefined && { utilization }),
    pods,
  };
}

function podName({ pod }: FoundPod): string {
  return `${pod.namespace}/${pod.name}`;
}

function reportPod(found: FoundPod, usage: GpuUsage): ReportGpuPod {
  const { pod, view, controller } = found;
  const of = (samples: readonly GpuSample[]): readonly GpuSample[] =>
    samples.filter((sample) => sample.pod === podName(found));
  const samples = of(usage.utilization);
  const memory = of(usage.memoryBytes);
  const containers = new Map<string, GpuSample[]>();
  for (const sample of samples) {
    if (sample.container === undefined) continue;
    containers.set(sample.container, [...(containers.get(sample.container) ?? []), sample]);
  }
  return {
    namespace: pod.namespace,
    name: pod.name,
    ...(controller !== undefined && { controller }),
    requests: gpuRequestsOfPod(view.template).map(countOf),
    ...(samples.length > 0 && { utilization: meanOf(samples) }),
    ...(memory.length > 0 && { memoryUsedBytes: memory.reduce((sum, { value }) => sum + value, 0) }),
    containers: [...containers].map(([name, own]) => ({ name, utilization: meanOf(own) })),
  };
}

function countOf({ resource, count }: GpuCount): { resource: string; count: number } {
  return { resource: resource.name, count };
}

function meanOf(samples: readonly GpuSample[]): number {
  return samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
}

/**
 * Mean over the node's GPUs: of each the pod that runs now, else what the exporter says of it without one. A pod that is gone
 * does not count.
 */
function nodeUse(node: string, live: ReadonlySet<string>, samples: readonly GpuSample[]): number | undefined {
  const devices = new Map<string, { readonly live: boolean; readonly value: number }>();
  for (const sample of samples) {
    const isLive = sample.pod !== undefined && live.has(sample.pod);
    if (!isLive && sample.node !== node) continue;
    const known = devices.get(sample.device);
    if (known?.live && !isLive) continue;
    const value = known?.live === isLive ? Math.max(known.value, sample.value) : sample.value;
    devices.set(sample.device, { live: isLive, value });
  }
  if (devices.size === 0) return undefined;
  return [...devices.values()].reduce((sum, { value }) => sum + value, 0) / devices.size;
}

/** Each node counts as much as it has GPUs. */
function weightedUse(nodes: readonly ReportGpuNode[]): number {
  let [sum, gpus] = [0, 0];
  for (const { utilization, devices = 1 } of nodes) {
    if (utilization === undefined) continue;
    sum += utilization * devices;
    gpus += devices;
  }
  return sum / gpus;
}

function totalsOf(nodes: readonly ReportGpuNode[]): ReportGpuTotal[] {
  const totals = new Map<string, ReportGpuTotal>();
  for (const { resource, allocatable, allocated, free } of nodes.flatMap(({ resources }) => resources)) {
    const known = totals.get(resource) ?? { resource, allocatable: 0, allocated: 0, free: 0 };
    totals.set(resource, {
      resource,
      allocatable: known.allocatable + allocatable,
      allocated: known.allocated + allocated,
      free: known.free + free,
    });
  }
  return [...totals.values()];
}

function pendingReport(pods: readonly FoundPod[]): GpuReport['pending'] {
  const groups = new Map<string, GpuReport['pending'][number]>();
  for (const { controller, pod, view } of pods) {
    const name = controller ?? `${pod.namespace}/Pod/${pod.name}`;
    const requests = gpuRequestsOfPod(view.template).map(countOf);
    groups.set(name, { controller: name, pods: (groups.get(name)?.pods ?? 0) + 1, requests });
  }
  return [...groups.values()];
}

function placementOf(wish: GpuWish, found: readonly FoundGpuNode[]): ReportGpuPlacement {
  const ranked = rankGpuNodes(
    wish,
    found.map(({ view, gpus, allocated }) => ({
      name: view.metadata.name ?? '',
      gpus,
      capacityType: view.capacityType.type,
      allocated,
      available: view.ready && !view.unschedulable,
    })),
  );
  const [best] = ranked;
  const chosen = best?.refusals.length === 0 ? best.name : undefined;
  const taints = found.find(({ view }) => view.metadata.name === chosen)?.view.taints ?? [];
  return {
    wish: { ...wish },
    ...(chosen !== undefined && { node: chosen }),
    tolerate: taints.filter(({ effect }) => effect !== 'PreferNoSchedule').map(taintText),
    candidates: ranked.map(({ name, freeAfter, refusals }) => ({
      node: name,
      freeAfter,
      refusals: [...refusals],
    })),
  };
}

/** The exporter that is read is NVIDIA's. */
function vendorNotes(nodes: readonly ReportGpuNode[]): readonly string[] {
  const others = [...new Set(nodes.map(({ vendor }) => vendor).filter((vendor) => vendor !== 'nvidia'))];
  return others.map(
    (vendor) =>
      `GPUs of ${vendor}: allocation is counted as for any, their use is not measured (only NVIDIA's DCGM exporter is read)`,
  );
}
