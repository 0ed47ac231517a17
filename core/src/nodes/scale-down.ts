import { FitCheck } from '../scheduling/fit-check.ts';
import { type NodeInfo, schedulingNode } from '../scheduling/node-info.ts';
import type { SchedulingPod } from '../scheduling/pod.ts';
import type { ClusterSnapshot } from '../scheduling/snapshot.ts';
import { type DrainPod, isDaemonSetPod } from './drain-pod.ts';
import { drainability, type DrainContext } from './drainability.ts';
import type { NodeVerdict, ScaleDownInput, ScaleDownNode, Stay } from './node-verdict.ts';
import { PdbBudgets } from './pdb-budgets.ts';
import { RemovalLimits } from './removal-limits.ts';
import { atThresholdIsUnneeded, type ClusterAutoscalerSettings } from './settings.ts';
import { nodeUtilization } from './utilization.ts';

const scaleDownDisabled = 'cluster-autoscaler.kubernetes.io/scale-down-disabled';
const toBeDeleted = 'ToBeDeletedByClusterAutoscaler';

/**
 * What Cluster Autoscaler thinks of each node now: in use, kept by a pod, unneeded, or to be removed (eligibility,
 * `SimulateNodeRemoval` and `RemovableAt`, release 1.36). Nodes are judged in the order given; a node that was found
 * unneeded is no destination for the pods of the next, and budgets are spent along the way. Nothing is removed in a
 * loop that adds nodes: that is the caller's to know.
 */
export function judgeNodes(input: ScaleDownInput): readonly NodeVerdict[] {
  const { snapshot, settings, nowMs } = input;
  const mark = snapshot.mark();
  const context: DrainContext = {
    settings,
    nowMs,
    budgets: new PdbBudgets(input.budgets),
    ...(input.controllerExists && { controllerExists: input.controllerExists }),
  };
  const limits = new RemovalLimits(input);
  const moved: MovedPods = new Map();
  const verdicts = input.nodes.map((node): NodeVerdict => {
    const candidate = eligibility(node, snapshot, settings, nowMs);
    if (candidate.stays) return verdictOf(candidate, undefined, candidate.stays);
    const removal = simulateRemoval(node, snapshot, context, moved);
    if ('stays' in removal) return verdictOf(candidate, undefined, removal.stays);
    const stays = limits.keep(node, { moves: Object.keys(removal.moves).length, awaited: removal.awaited });
    return verdictOf(candidate, removal.moves, stays);
  });
  snapshot.revert(mark);
  return verdicts;
}

type Candidate = Pick<NodeVerdict, 'node' | 'utilization' | 'stays'>;

/** With `moves` it is unneeded. Field by field: a cluster's nodes are judged every few seconds, and a spread costs many times as much. */
function verdictOf(
  { node, utilization }: Candidate,
  moves: NodeVerdict['moves'] | undefined,
  stays: Stay | undefined,
): NodeVerdict {
  const verdict: { -readonly [Field in keyof NodeVerdict]: NodeVerdict[Field] } = {
    node,
    unneeded: moves !== undefined,
    removable: stays === undefined,
    moves: moves ?? {},
  };
  if (utilization) verdict.utilization = utilization;
  if (stays) verdict.stays = stays;
  return verdict;
}

function eligibility(
  node: ScaleDownNode,
  snapshot: ClusterSnapshot,
  settings: ClusterAutoscalerSettings,
  nowMs: number,
): Candidate {
  const { view, group } = node;
  const name = view.metadata.name ?? '';
  if (view.taints.some(({ key }) => key === toBeDeleted)) {
    return { node: name, stays: { reason: 'CurrentlyBeingDeleted', text: 'is being deleted' } };
  }
  if (view.metadata.annotations[scaleDownDisabled] === 'true') {
    return {
      node: name,
      stays: { reason: 'ScaleDownDisabledAnnotation', text: `is annotated ${scaleDownDisabled}: "true"` },
    };
  }
  if (!group) {
    return { node: name, stays: { reason: 'NotAutoscaled', text: 'belongs to no autoscaled group' } };
  }
  const known = snapshot.node(name)?.node ?? schedulingNode(view);
  const utilization = nodeUtilization(known, node.pods, {
    ignoreDaemonSets: group.options?.ignoreDaemonSetsUtilization ?? settings.ignoreDaemonSetsUtilization,
    ignoreMirrorPods: settings.ignoreMirrorPodsUtilization,
    nowMs,
  });
  const threshold =
    utilization.gpu === undefined
      ? (group.options?.scaleDownUtilizationThreshold ?? settings.scaleDownUtilizationThreshold)
      : (group.options?.scaleDownGpuUtilizationThreshold ?? settings.scaleDownGpuUtilizationThreshold);
  const under = atThresholdIsUnneeded(settings)
    ? utilization.share <= threshold
    : utilization.share < threshold;
  if (under) return { node: name, utilization };
  const text = `${percent(utilization.share)} of ${utilization.resource} is requested, threshold ${percent(threshold)}`;
  return { node: name, utilization, stays: { reason: 'NotUnderutilized', text } };
}

interface Removal {
  readonly moves: Readonly<Record<string, string>>;
  /** Pods that are left to finish before the node goes. */
  readonly awaited: readonly string[];
}

/** By node: pods that removals of other nodes have put there. They have to move again where it goes too. */
type MovedPods = Map<string, DrainPod[]>;

/**
 * Where its pods would go; they are moved in the snapshot where all find a place. While they look for one their node is still
 * there, without pods and tainted, as it is in a real drain: spreading counts it as a domain.
 */
function simulateRemoval(
  { view, pods }: ScaleDownNode,
  snapshot: ClusterSnapshot,
  context: DrainContext,
  moved: MovedPods,
): Removal | { readonly stays: Stay } {
  const name = view.metadata.name ?? '';
  const toMove: DrainPod[] = [];
  const awaited: string[] = [];
  for (const drainPod of [...pods, ...(moved.get(name) ?? [])]) {
    const { pod } = drainPod;
    const judged = drainability(drainPod, context);
    if (judged.outcome === 'block') {
      const blocking = { namespace: pod.namespace, name: pod.name, reason: judged.reason };
      return { stays: { reason: 'BlockedByPod', text: judged.text, pod: blocking } };
    }
    if (judged.outcome === 'wait') awaited.push(`${pod.namespace}/${pod.name}`);
    if (judged.outcome === 'drain' && !isDaemonSetPod(drainPod.view)) toMove.push(drainPod);
  }
  const mark = snapshot.mark();
  const draining = snapshot.node(name)?.node ?? schedulingNode(view);
  snapshot.removeNode(name);
  const ghost = snapshot.addNode({ ...draining, taints: [...draining.taints, beingDeleted] });
  const places: (readonly [DrainPod, NodeInfo])[] = [];
  for (const drainPod of toMove) {
    const pod = withoutNodeName(drainPod.pod);
    const info = firstFitBeside(ghost, pod, snapshot);
    if (!info) {
      snapshot.revert(mark);
      const text = `no other node has a place for ${pod.namespace}/${pod.name}`;
      return { stays: { reason: 'NoPlaceToMovePods', text } };
    }
    snapshot.addPod(pod, info);
    places.push([{ ...drainPod, pod }, info]);
  }
  snapshot.removeNode(name);
  context.budgets.spend(toMove.map(({ pod }) => pod));
  for (const [drainPod, { node }] of places) {
    const there = moved.get(node.name);
    if (there) there.push(drainPod);
    else moved.set(node.name, [drainPod]);
  }
  const moves = Object.fromEntries(
    places.map(([{ pod }, { node }]) => [`${pod.namespace}/${pod.name}`, node.name]),
  );
  return { moves, awaited };
}

const beingDeleted = { key: toBeDeleted, effect: 'NoSchedule' };

function firstFitBeside(
  ghost: NodeInfo,
  pod: SchedulingPod,
  snapshot: ClusterSnapshot,
): NodeInfo | undefined {
  const check = new FitCheck(pod, snapshot);
  for (const info of snapshot.nodes()) if (info !== ghost && check.fits(info)) return info;
  return undefined;
}

function withoutNodeName(pod: SchedulingPod): SchedulingPod {
  if (pod.nodeName === undefined) return pod;
  const free: { nodeName?: string } & SchedulingPod = { ...pod };
  delete free.nodeName;
  return free;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
