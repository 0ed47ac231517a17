import type { NodeView } from '../../apis/node.ts';
import type { Taint } from '../../apis/toleration.ts';
import { gpuResource } from '../../gpu/index.ts';
import type { ClusterAutoscalerSettings, NodeVerdict } from '../../nodes/index.ts';
import type { SourceCallOptions } from '../../ports/index.ts';
import type { NodeInfo } from '../../scheduling/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { isoTime } from '../report-basis.ts';
import type { FoundAutoscaler } from './found-autoscaler.ts';
import { judgedNodes, snapshotOf, staysText } from './judged-nodes.ts';
import { type NodeFacts, readNodeFacts } from './node-facts.ts';
import { type DescribedPool, type FoundPool, type FoundPools, foundPools } from './node-pools.ts';
import { type NodeUsage, readNodeUsage } from './node-usage.ts';
import type {
  NodesReport,
  ReportClusterAutoscaler,
  ReportNode,
  ReportNodePool,
  ReportNodeRemoval,
  ReportNodeResource,
} from './nodes-report.ts';

export interface NodesOptions extends SourceCallOptions {
  /** Pools as the user describes them; they stand over what was found. */
  readonly pools?: readonly DescribedPool[];
}

/**
 * The pools and nodes of a cluster: what is requested of each beside what is used, and what keeps each from being removed.
 *
 * @throws {SourceError} `forbidden` where nodes or pods may not be listed.
 */
export async function analyzeNodes(
  { cluster, metrics, clock, prices }: AdvisorSources,
  options: NodesOptions = {},
): Promise<NodesReport> {
  const nowMs = clock.now();
  const facts = await readNodeFacts(cluster, nowMs, options);
  const usage = await readNodeUsage(metrics, nowMs, options);
  return nodesReport(facts, foundPools(facts, options.pools, prices), usage);
}

function nodesReport(facts: NodeFacts, pools: FoundPools, usage: NodeUsage): NodesReport {
  const snapshot = snapshotOf(facts);
  const verdicts = judgedNodes(facts, pools, snapshot);
  const nodes = facts.nodes.map((view): ReportNode => {
    const name = view.metadata.name ?? '';
    const info = snapshot.node(name);
    const verdict = verdicts.get(name);
    return reportNode(view, { facts, pool: pools.poolOf.get(name), info, verdict, usage });
  });
  return {
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'NodesReport',
    generatedAt: isoTime(facts.nowMs),
    cluster: facts.cluster,
    autoscaler: reportAutoscaler(facts.autoscaler),
    pools: pools.pools.map((pool) =>
      reportPool(
        pool,
        nodes.filter((node) => node.pool === pool.name),
      ),
    ),
    nodes,
    pendingPods: facts.waiting.filter(({ unschedulable }) => unschedulable).length,
    assumptions: [...facts.autoscaler.assumptions, ...pools.assumptions],
    notes: [...facts.notes, ...usage.notes, ...(nodes.length === 0 ? ['the cluster has no nodes'] : [])],
    ...(usage.source !== undefined &&
      usage.notes.length === 0 && {
        basis: { source: usage.source, asOf: isoTime(facts.nowMs), method: 'CPU as mean of 5 minutes' },
      }),
  };
}

export function reportAutoscaler({ name, settings }: FoundAutoscaler): ReportClusterAutoscaler {
  return {
    ...(name !== undefined && { name }),
    release: `1.${settings.minor}`,
    expanders: [...settings.expanders],
    scaleDownEnabled: settings.scaleDownEnabled,
    utilizationThreshold: settings.scaleDownUtilizationThreshold,
    gpuUtilizationThreshold: settings.scaleDownGpuUtilizationThreshold,
    unneededSeconds: settings.scaleDownUnneededMs / 1000,
  };
}

interface Judged {
  readonly facts: NodeFacts;
  readonly pool: FoundPool | undefined;
  readonly info: NodeInfo | undefined;
  readonly verdict: NodeVerdict | undefined;
  readonly usage: NodeUsage;
}

function reportNode(view: NodeView, judged: Judged): ReportNode {
  const { facts, pool, info, usage } = judged;
  const { name = '', creationMs } = view.metadata;
  const cpuUsed = usage.cpuCores.get(name);
  const memoryUsed = usage.memoryBytes.get(name);
  const gpuUsed = usage.gpuShare.get(name);
  return {
    name,
    ...(pool && { pool: pool.name }),
    ...(view.instanceType !== undefined && { instanceType: view.instanceType }),
    capacityType: view.capacityType.type,
    ...(view.zone !== undefined && { zone: view.zone }),
    ready: view.ready,
    unschedulable: view.unschedulable,
    ...(creationMs !== undefined && { ageSeconds: Math.round((facts.nowMs - creationMs) / 1000) }),
    pods: info?.pods.size ?? 0,
    taints: view.taints.map(taintText),
    cpu: resourceOf(info, 'cpu', 1000, cpuUsed),
    memory: resourceOf(info, 'memory', 1, memoryUsed),
    gpus: [...(info?.node.allocatable.keys() ?? [])]
      .filter((resource) => gpuResource(resource) !== undefined)
      .map((resource) => ({ resource, ...resourceOf(info, resource, 1, gpuUsed) })),
    removal: removalOf(view, judged),
  };
}

function resourceOf(
  info: NodeInfo | undefined,
  resource: string,
  unit: number,
  used: number | undefined,
): ReportNodeResource {
  return {
    allocatable: (info?.allocatable(resource) ?? 0) / unit,
    requested: (info?.requested(resource) ?? 0) / unit,
    ...(used !== undefined && { used }),
  };
}

function removalOf(view: NodeView, { facts, pool, verdict }: Judged): ReportNodeRemoval {
  const { settings } = facts.autoscaler;
  if (!verdict) return { verdict: 'kept', text: 'was not judged', moves: {} };
  const { utilization, stays, moves } = verdict;
  const shared = {
    ...(utilization && { utilization: { resource: utilization.resource, share: utilization.share } }),
    moves: { ...moves },
  };
  if (!stays) return { ...shared, verdict: 'removable', text: removableText(verdict, settings) };
  return {
    ...shared,
    verdict: verdict.unneeded ? 'unneeded' : 'kept',
    reason: stays.reason,
    text: staysText(view, stays, pool, settings),
    ...(stays.pod && { pod: { ...stays.pod } }),
  };
}

function removableText({ moves }: NodeVerdict, { scaleDownEnabled }: ClusterAutoscalerSettings): string {
  const count = Object.keys(moves).length;
  const text = count === 0 ? 'empty' : `${count} ${count === 1 ? 'pod moves' : 'pods move'} elsewhere`;
  return scaleDownEnabled ? text : `${text}, but --scale-down-enabled=false`;
}

/** The words of `kubectl describe node`. */
export function taintText({ key, value, effect }: Taint): string {
  return value === undefined || value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}

function reportPool(
  { name, keeper, nodes: views, bounds, targetSize, state }: FoundPool,
  nodes: readonly ReportNode[],
): ReportNodePool {
  const resources = [...new Set(nodes.flatMap(({ gpus }) => gpus.map(({ resource }) => resource)))];
  return {
    name,
    keeper,
    nodes: nodes.length,
    ready: nodes.filter(({ ready }) => ready).length,
    targetSize,
    ...(bounds && { minSize: bounds.minSize, maxSize: bounds.maxSize, sizesFrom: bounds.from }),
    ...(state && { state: { ...state } }),
    instanceTypes: distinct(views.flatMap(({ instanceType }) => instanceType ?? [])),
    capacityTypes: distinct(nodes.map(({ capacityType }) => capacityType)),
    zones: distinct(views.flatMap(({ zone }) => zone ?? [])),
    taints: distinct(nodes.flatMap(({ taints }) => taints)),
    cpu: sumOf(nodes.map(({ cpu }) => cpu)),
    memory: sumOf(nodes.map(({ memory }) => memory)),
    gpus: resources.map((resource) => {
      const own = nodes.flatMap(({ gpus }) => gpus.filter((gpu) => gpu.resource === resource));
      const { allocatable, requested } = sumOf(own);
      return { resource, allocatable, requested, ...meanUse(own) };
    }),
  };
}

function distinct<Value extends string>(values: readonly Value[]): Value[] {
  return [...new Set(values)].sort();
}

/** `used` is absent unless every node was measured: a sum of some would read as less than it is. */
function sumOf(resources: readonly ReportNodeResource[]): ReportNodeResource {
  const sum = (pick: (resource: ReportNodeResource) => number): number =>
    resources.reduce((total, resource) => total + pick(resource), 0);
  const measured = resources.length > 0 && resources.every(({ used }) => used !== undefined);
  return {
    allocatable: sum(({ allocatable }) => allocatable),
    requested: sum(({ requested }) => requested),
    ...(measured && { used: sum(({ used = 0 }) => used) }),
  };
}

/** Of GPUs the mean over the nodes, each with as much weight as it has GPUs. */
function meanUse(own: readonly ReportNodeResource[]): { used?: number } {
  const all = own.reduce((sum, { allocatable }) => sum + allocatable, 0);
  if (all === 0 || own.some(({ used }) => used === undefined)) return {};
  return { used: own.reduce((sum, { used = 0, allocatable }) => sum + used * allocatable, 0) / all };
}
