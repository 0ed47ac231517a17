import type { NodeView } from '../../apis/node.ts';
import { priceBasis } from '../../cost/costing.ts';
import type { PriceBook } from '../../cost/index.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import type { NodeVerdict, ScaleUpPlan } from '../../nodes/index.ts';
import type { ClusterSnapshot } from '../../scheduling/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { isoTime, reportBasis, reportReason } from '../report-basis.ts';
import type { ReportReason } from '../workload-report.ts';
import { type NodesOptions, reportAutoscaler } from './analyze-nodes.ts';
import { type HeadroomRequest, planHeadroom } from './headroom.ts';
import { judgedNodes, snapshotOf, staysText } from './judged-nodes.ts';
import { type FoundPod, type NodeFacts, readNodeFacts } from './node-facts.ts';
import type {
  NodePlanReport,
  ReportHopelessPods,
  ReportPendingPods,
  ReportScaleDown,
  ReportScaleUp,
} from './node-plan-report.ts';
import { type FoundPools, foundPools } from './node-pools.ts';
import { nodePricePerHour, placed, reportResizes, scaleUpNow } from './scale-up-now.ts';

export interface NodePlanOptions extends NodesOptions {
  /** Absent: no headroom is planned. */
  readonly headroom?: HeadroomRequest;
}

export interface NodePlan {
  readonly report: NodePlanReport;
  /** The placeholders' manifests; empty where none are needed. */
  readonly placeholders: readonly KubernetesObject[];
}

/**
 * What Cluster Autoscaler would do in its next loop, why, and why not more; and how many placeholders would hold the room that
 * the forecast asks for before a node could arrive.
 *
 * @throws {SourceError} `forbidden` where nodes or pods may not be listed.
 */
export async function planNodes(sources: AdvisorSources, options: NodePlanOptions = {}): Promise<NodePlan> {
  const { cluster, clock, prices } = sources;
  const facts = await readNodeFacts(cluster, clock.now(), options);
  const pools = foundPools(facts, options.pools, prices);
  const snapshot = snapshotOf(facts);
  const { pending, fitNow } = pendingPods(facts, snapshot);
  const plan = scaleUpNow(facts, pools, snapshot, pending);
  const scaleUp = reportScaleUp(plan, { facts, pools, pending, prices });
  const scaleDown = reportScaleDown(facts, pools, snapshot, { prices, adds: scaleUp.resizes.length > 0 });
  const headroom =
    options.headroom && (await planHeadroom(sources, options.headroom, { facts, pools, snapshot }));
  const unjudged = facts.waiting.filter(({ unschedulable }) => !unschedulable).length;
  const claims = pending.filter(({ view }) =>
    view.template.volumes.some(({ claimName }) => claimName),
  ).length;
  const change = prices && changePerHour(scaleUp.resizes, scaleDown.remove);
  return {
    report: {
      apiVersion: 'kubectl-autoscale.io/v1alpha1',
      kind: 'NodePlan',
      generatedAt: isoTime(facts.nowMs),
      cluster: facts.cluster,
      autoscaler: reportAutoscaler(facts.autoscaler),
      pending: byController(facts.waiting.filter(({ unschedulable }) => unschedulable)),
      fitNow,
      scaleUp,
      scaleDown,
      ...(headroom && { headroom: headroom.report }),
      ...(change !== undefined && prices && { change: { currency: prices.currency, perHour: change } }),
      assumptions: [...facts.autoscaler.assumptions, ...pools.assumptions],
      notes: [
        ...facts.notes,
        ...(facts.nodes.length === 0 ? ['the cluster has no nodes'] : []),
        ...(unjudged > 0
          ? [`${unjudged} pods have not been judged by the scheduler yet: they do not count`]
          : []),
        ...(claims > 0 ? [`${claims} pods that wait have volumes, whose zones are not looked at`] : []),
      ],
      ...(prices && { basis: reportBasis(priceBasis(prices, 'nodes × price per hour')) }),
    },
    placeholders: headroom?.manifests ?? [],
  };
}

/** Pods that wait and have no place, most important first; those that do are put there, as the scheduler will. */
function pendingPods(
  { waiting }: NodeFacts,
  snapshot: ClusterSnapshot,
): { readonly pending: readonly FoundPod[]; readonly fitNow: number } {
  const candidates = waiting
    .filter(({ unschedulable }) => unschedulable)
    .sort((a, b) => b.pod.priority - a.pod.priority);
  const pending = candidates.filter(({ pod }) => !placed(pod, snapshot));
  return { pending, fitNow: candidates.length - pending.length };
}

function reportScaleUp(
  { resizes, options, choice, skipped, hopeless, reasons }: ScaleUpPlan,
  {
    facts: { waiting, autoscaler },
    pools,
    pending,
    prices,
  }: {
    readonly facts: NodeFacts;
    readonly pools: FoundPools;
    readonly pending: readonly FoundPod[];
    readonly prices: PriceBook | undefined;
  },
): ReportScaleUp {
  const { settings } = autoscaler;
  const byPod = new Map(waiting.map((each) => [each.pod, each]));
  const lost = new Map<string, ReportHopelessPods>();
  for (const { pod, refusals } of hopeless) {
    const found = byPod.get(pod);
    const reasonsByPool = Object.entries(refusals).map(([pool, refused]) => ({
      pool,
      reasons: refused.map(({ reason, detail }) => (detail === undefined ? reason : `${reason} (${detail})`)),
    }));
    const controller = found ? controllerName(found) : `${pod.namespace}/${pod.name}`;
    const key = `${controller} ${JSON.stringify(reasonsByPool)}`;
    const known = lost.get(key) ?? { controller, pods: 0, priority: pod.priority, refusals: reasonsByPool };
    lost.set(key, { ...known, pods: known.pods + 1 });
  }
  const expendable = [...byPod.keys()].filter(
    ({ priority }) => priority < settings.expendablePodsPriorityCutoff,
  ).length;
  return {
    resizes: reportResizes(resizes, pools, prices),
    options: options.map(({ group, nodes, pods }) => ({
      pool: group.name,
      nodes,
      pods: pods.length,
      chosen: choice?.option.group === group,
      figures: (choice?.steps ?? []).flatMap(({ expander, figures }) => {
        const figure = figures[group.name];
        return figure === undefined ? [] : [`${expander}: ${figure}`];
      }),
    })),
    skipped: skipped.map(({ group, reason }) => ({ pool: group, rule: reason.rule, text: reason.text })),
    hopeless: [...lost.values()],
    reasons: [
      ...reasons.map(reportReason),
      ...leftReason(pending, choice?.option.pods.length ?? 0, hopeless.length, settings),
      ...(expendable > 0
        ? [
            {
              rule: 'ca/expendable',
              text: `${expendable} pods have a priority below ${settings.expendablePodsPriorityCutoff}: no node is added for them`,
              inputs: { pods: expendable, cutoff: settings.expendablePodsPriorityCutoff },
            },
          ]
        : []),
    ],
  };
}

/** One pool is made larger a loop: what it does not take waits for the next. */
function leftReason(
  pending: readonly FoundPod[],
  taken: number,
  hopeless: number,
  { expendablePodsPriorityCutoff }: NodeFacts['autoscaler']['settings'],
): readonly ReportReason[] {
  const counted = pending.filter(({ pod }) => pod.priority >= expendablePodsPriorityCutoff).length;
  const left = counted - taken - hopeless;
  if (taken === 0 || left <= 0) return [];
  const text = `${left} more ${left === 1 ? 'pod waits' : 'pods wait'} for the next loop: one choice is made at a time`;
  return [{ rule: 'ca/next-loop', text, inputs: { pods: left } }];
}

function reportScaleDown(
  facts: NodeFacts,
  pools: FoundPools,
  snapshot: ClusterSnapshot,
  { prices, adds }: { readonly prices: PriceBook | undefined; readonly adds: boolean },
): ReportScaleDown {
  const views = new Map(facts.nodes.map((view) => [view.metadata.name ?? '', view]));
  const verdicts = [...judgedNodes(facts, pools, snapshot).values()];
  const stops = stopsScaleDown(facts, adds);
  const place = ({ node }: NodeVerdict): { node: string; pool?: string } => {
    const pool = pools.poolOf.get(node)?.name;
    return { node, ...(pool !== undefined && { pool }) };
  };
  const laterText = ({ node, stays }: NodeVerdict): string | undefined => {
    const view = views.get(node);
    return view && stays && staysText(view, stays, pools.poolOf.get(node), facts.autoscaler.settings);
  };
  const kept = new Map<string, number>();
  for (const { unneeded, stays } of verdicts) {
    if (!unneeded && stays) kept.set(stays.reason, (kept.get(stays.reason) ?? 0) + 1);
  }
  const removable = verdicts.filter((verdict) => verdict.removable);
  return {
    remove: stops ? [] : removable.map((verdict) => ({ ...place(verdict), ...goes(verdict, views, prices) })),
    later: verdicts
      .filter((verdict) => verdict.unneeded && (!verdict.removable || stops))
      .map((verdict) => ({
        ...place(verdict),
        reason: verdict.stays?.reason ?? stops?.rule ?? '',
        text: laterText(verdict) ?? stops?.text ?? '',
      })),
    kept: [...kept].map(([reason, nodes]) => ({ reason, nodes })).sort((a, b) => b.nodes - a.nodes),
    reasons: stops ? [stops] : [],
  };
}

function goes(
  { node, moves }: NodeVerdict,
  views: ReadonlyMap<string, NodeView>,
  prices: PriceBook | undefined,
): { pods: number; perHour?: number } {
  const view = views.get(node);
  const perHour = view && nodePricePerHour(view, prices);
  return { pods: Object.keys(moves).length, ...(perHour !== undefined && { perHour }) };
}

/** What keeps the whole loop from removing nodes. */
function stopsScaleDown({ autoscaler: { settings } }: NodeFacts, adds: boolean): ReportReason | undefined {
  if (!settings.scaleDownEnabled) {
    return { rule: 'ca/scale-down-disabled', text: '--scale-down-enabled=false', inputs: {} };
  }
  if (!adds) return undefined;
  const text = 'nothing is removed in a loop that adds nodes, nor for --scale-down-delay-after-add after it';
  return { rule: 'ca/scale-down-in-cooldown', text, inputs: {} };
}

function controllerName({ controller, pod }: FoundPod): string {
  return controller ?? `${pod.namespace}/Pod/${pod.name}`;
}

function byController(pods: readonly FoundPod[]): ReportPendingPods[] {
  const found = new Map<string, ReportPendingPods>();
  for (const each of pods) {
    const controller = controllerName(each);
    const known = found.get(controller) ?? { controller, pods: 0, priority: each.pod.priority };
    found.set(controller, { ...known, pods: known.pods + 1 });
  }
  return [...found.values()];
}

/** `undefined` where something has no price: a sum of the rest would mislead. */
function changePerHour(
  added: readonly { readonly perHour?: number }[],
  removed: readonly { readonly perHour?: number }[],
): number | undefined {
  const sum = (items: readonly { readonly perHour?: number }[]): number =>
    items.reduce((total, { perHour = Number.NaN }) => total + perHour, 0);
  const change = sum(added) - sum(removed);
  return Number.isNaN(change) ? undefined : change;
}
