import type { Reason } from '../evidence/reason.ts';
import { FitCheck } from '../scheduling/fit-check.ts';
import type { SchedulingPod } from '../scheduling/pod.ts';
import type { Refusal } from '../scheduling/refusal.ts';
import type { ClusterSnapshot } from '../scheduling/snapshot.ts';
import { formatCount, formatNumber } from '../units/format.ts';
import { balance, type Resize } from './balance.ts';
import { allowedByTotals, type ClusterTotals, totalsOf } from './cluster-limits.ts';
import { estimate } from './estimate.ts';
import { choose, type ExpanderChoice, type ExpanderContext } from './expanders/chain.ts';
import type { ExpansionOption } from './expanders/option.ts';
import { nodeFromTemplate, type NodeGroup, roomIn } from './node-group.ts';
import { type PendingPod, type PodGroup, podGroups } from './pod-group.ts';
import type { ClusterAutoscalerSettings } from './settings.ts';
import { areSimilar } from './similar-groups.ts';

export interface ScaleUpInput {
  readonly snapshot: ClusterSnapshot;
  /** Pods that no node of the cluster, and none on its way, has room for. */
  readonly pending: readonly PendingPod[];
  readonly groups: readonly NodeGroup[];
  readonly settings: ClusterAutoscalerSettings;
  readonly expanders: Omit<ExpanderContext, 'clusterNodes'>;
}

/** Why a group was not looked at, or gave nothing. */
export interface SkippedGroup {
  readonly group: string;
  readonly reason: Reason;
}

/** A pod that no group would help, with what each group's node would refuse it for. */
export interface HopelessPod {
  readonly pod: SchedulingPod;
  readonly refusals: Readonly<Record<string, readonly Refusal[]>>;
}

export interface ScaleUpPlan {
  /** Empty where nothing is to be added. */
  readonly resizes: readonly Resize[];
  readonly options: readonly ExpansionOption[];
  readonly choice?: ExpanderChoice;
  readonly skipped: readonly SkippedGroup[];
  readonly hopeless: readonly HopelessPod[];
  /** What was decided and why, in order. */
  readonly reasons: readonly Reason[];
}

/**
 * What Cluster Autoscaler would add now, and why not more (`ScaleUpOrchestrator.ScaleUp`, release 1.36): groups that
 * may grow, what each would take for the pods that fit it, the expanders' choice, the limits, and the spreading over
 * similar groups. One choice a loop: pods that it leaves wait for the next.
 */
export function planScaleUp(input: ScaleUpInput): ScaleUpPlan {
  const { snapshot, settings, groups } = input;
  const waiting = input.pending.filter(({ pod }) => pod.priority >= settings.expendablePodsPriorityCutoff);
  const totals = totalsOf(snapshot.nodes());
  const skipped = groups.flatMap((group) => skippedGroup(group, totals, settings));
  const candidates = groups.filter(({ name }) => !skipped.some(({ group }) => group === name));
  const podsByGroup = matchPods(podGroups(waiting), candidates, snapshot);
  const similarTo = (group: NodeGroup): readonly NodeGroup[] =>
    settings.balanceSimilarNodeGroups && !group.zeroOrMax
      ? candidates.filter(
          (other) => other !== group && areSimilar(group, other) && takesSame(podsByGroup, group, other),
        )
      : [];
  const options = candidates.flatMap((group) => {
    const pods = podsByGroup.fitting.get(group) ?? [];
    return pods.length === 0 ? [] : expansionOption(group, pods, similarTo(group), totals, input);
  });
  const plan = { options, skipped, hopeless: podsByGroup.hopeless };
  const choice = choose(settings.expanders, options, { ...input.expanders, clusterNodes: totals.nodes });
  if (!choice) return { ...plan, resizes: [], reasons: [nothingToAdd(waiting.length, options.length)] };
  const chosen = choice.option;
  const limited = limit(chosen, totals, settings);
  const resizes = balance([chosen.group, ...chosen.similar], limited.nodes).map((resize) =>
    capByTotals(resize, totals, settings),
  );
  return {
    ...plan,
    choice,
    resizes: resizes.filter(({ from, to }) => to > from),
    reasons: [
      chosenReason(choice, options.length),
      ...limited.reasons,
      ...roomReason(resizes, limited.nodes),
    ],
  };
}

function skippedGroup(
  group: NodeGroup,
  totals: ClusterTotals,
  settings: ClusterAutoscalerSettings,
): readonly SkippedGroup[] {
  const skip = (rule: string, text: string, inputs: Reason['inputs'] = {}): readonly SkippedGroup[] => [
    { group: group.name, reason: { rule: `ca/${rule}`, text, inputs } },
  ];
  if (group.notReady === 'unhealthy') {
    return skip('not-ready', 'not ready for scale-up: too many of its nodes are not ready');
  }
  if (group.notReady === 'backoff') return skip('backoff', 'in backoff after failed scale-up');
  if (roomIn(group) === 0) {
    return skip('max-limit-reached', 'max node group size reached', {
      size: group.targetSize,
      max: group.maxSize,
    });
  }
  const atOnce = group.zeroOrMax ? roomIn(group) : 1;
  if (group.zeroOrMax && settings.maxNodesTotal > 0 && totals.nodes + atOnce > settings.maxNodesTotal) {
    return skip('atomic-exceeds-total', 'atomic scale-up exceeds cluster node count limit', {
      nodes: totals.nodes,
      atOnce,
      maxNodesTotal: settings.maxNodesTotal,
    });
  }
  const allowed = allowedByTotals(group, totals, settings);
  if (allowed.nodes < atOnce) {
    return skip('max-resource-limit', `max cluster limit reached: --${allowed.limit}`, {
      allowed: allowed.nodes,
    });
  }
  return [];
}

interface PodsByGroup {
  readonly fitting: ReadonlyMap<NodeGroup, readonly PodGroup[]>;
  readonly hopeless: readonly HopelessPod[];
}

interface JudgedKind {
  readonly kind: PodGroup;
  /** Whether some group would take it. */
  welcome: boolean;
  readonly refusals: Record<string, readonly Refusal[]>;
}

/** Which pods a fresh node of each group would take, judged by one pod of each kind. */
function matchPods(
  kinds: readonly PodGroup[],
  groups: readonly NodeGroup[],
  snapshot: ClusterSnapshot,
): PodsByGroup {
  const fitting = new Map<NodeGroup, readonly PodGroup[]>();
  const judged = kinds.map((kind): JudgedKind => ({ kind, welcome: false, refusals: {} }));
  for (const group of groups) {
    const welcome: PodGroup[] = [];
    const mark = snapshot.mark();
    const info = snapshot.addNode(nodeFromTemplate(group.template, `${group.name}-template`));
    for (const pod of group.template.daemonSetPods) snapshot.addPod(pod, info);
    for (const verdict of judged) {
      const refused = new FitCheck(verdict.kind.exemplar, snapshot).refusals(info);
      if (refused.length > 0) {
        verdict.refusals[group.name] = refused;
        continue;
      }
      verdict.welcome = true;
      welcome.push(verdict.kind);
    }
    fitting.set(group, welcome);
    snapshot.revert(mark);
  }
  const hopeless = judged
    .filter(({ welcome }) => !welcome)
    .flatMap(({ kind, refusals }) => kind.pods.map((pod) => ({ pod, refusals })));
  return { fitting, hopeless };
}

/** Groups share a load only where they take the same pods. */
function takesSame({ fitting }: PodsByGroup, group: NodeGroup, other: NodeGroup): boolean {
  const theirs = new Set(fitting.get(other));
  return (fitting.get(group) ?? []).every((kind) => theirs.has(kind));
}

function expansionOption(
  group: NodeGroup,
  pods: readonly PodGroup[],
  similar: readonly NodeGroup[],
  totals: ClusterTotals,
  { snapshot, settings }: ScaleUpInput,
): readonly ExpansionOption[] {
  const room = [group, ...similar].reduce((sum, each) => sum + roomIn(each), 0);
  const total = settings.maxNodesTotal > 0 ? settings.maxNodesTotal - totals.nodes : Infinity;
  const once = settings.maxNodesPerScaleUp > 0 ? settings.maxNodesPerScaleUp : Infinity;
  const { nodes, placed } = estimate({
    groups: pods,
    template: group.template,
    snapshot,
    maxNodes: Math.min(room, total, once),
  });
  if (nodes === 0) return [];
  return [{ group, nodes: group.zeroOrMax ? group.maxSize : nodes, pods: placed, similar }];
}

function limit(
  { group, nodes }: ExpansionOption,
  totals: ClusterTotals,
  settings: ClusterAutoscalerSettings,
): { readonly nodes: number; readonly reasons: readonly Reason[] } {
  const byCount = settings.maxNodesTotal > 0 ? Math.max(settings.maxNodesTotal - totals.nodes, 0) : Infinity;
  const byTotals = allowedByTotals(group, totals, settings);
  const allowed = Math.min(nodes, byCount, byTotals.nodes);
  if (allowed === nodes) return { nodes, reasons: [] };
  const flag = byCount <= byTotals.nodes ? 'max-nodes-total' : byTotals.limit;
  return {
    nodes: allowed,
    reasons: [
      {
        rule: `ca/${flag}`,
        text: `--${flag} allows ${allowed} of the ${formatCount(nodes, 'node')} that are needed`,
        inputs: { needed: nodes, allowed },
      },
    ],
  };
}

function capByTotals(resize: Resize, totals: ClusterTotals, settings: ClusterAutoscalerSettings): Resize {
  const allowed = allowedByTotals(resize.group, totals, settings).nodes;
  return { ...resize, to: Math.min(resize.to, resize.from + allowed) };
}

function nothingToAdd(waiting: number, options: number): Reason {
  const text =
    waiting === 0
      ? 'no pod waits for a node'
      : options === 0
        ? 'no node group would help the pods that wait'
        : 'the expanders left no option';
  return { rule: 'ca/no-scale-up', text, inputs: { waiting, options } };
}

function chosenReason({ option, steps }: ExpanderChoice, options: number): Reason {
  const last = steps.at(-1);
  const by = options === 1 || !last ? 'the only group that helps' : `chosen by ${last.expander}`;
  const figure = last?.figures[option.group.name];
  return {
    rule: 'ca/expander',
    text: `${option.group.name}: ${formatNumber(option.nodes)} more for ${formatCount(option.pods.length, 'pod')}, ${by}${figure ? ` (${figure})` : ''}`,
    inputs: { group: option.group.name, nodes: option.nodes, pods: option.pods.length, options },
  };
}

function roomReason(resizes: readonly Resize[], wanted: number): readonly Reason[] {
  const given = resizes.reduce((sum, { from, to }) => sum + to - from, 0);
  if (given >= wanted) return [];
  return [
    {
      rule: 'ca/max-size',
      text: `the groups have room for ${given} of the ${formatCount(wanted, 'node')}`,
      inputs: { wanted, given },
    },
  ];
}
