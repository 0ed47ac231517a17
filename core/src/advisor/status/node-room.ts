import { occupiesNode, type PodView } from '../../apis/pod.ts';
import {
  ClusterSnapshot,
  FitCheck,
  type Refusal,
  type ResourceShortage,
  schedulingNode,
  type SchedulingPod,
  schedulingPod,
} from '../../scheduling/index.ts';
import { formatBytes, formatCores, formatNumber } from '../../units/index.ts';
import type { StatusFacts } from './status-facts.ts';
import type { StatusBlocker, StatusNodeCheck } from './status-report.ts';

/** Ready nodes with the pods on them, to try pods on. */
export interface NodeRoom {
  /** Why each node refuses the pod now. */
  check(pod: PodView): StatusNodeCheck;
  /** How many more pods like this one find a node, up to `most`. */
  replicasThatFit(pod: PodView, most: number): number;
}

/** `undefined` where nodes, or the pods of all namespaces, are not known. */
export function nodeRoom({ nodes, allPods }: StatusFacts): NodeRoom | undefined {
  if (nodes === undefined || allPods === undefined) return undefined;
  const snapshot = new ClusterSnapshot(nodes.map(schedulingNode));
  for (const view of allPods.filter(occupiesNode)) {
    const info = snapshot.node(view.nodeName ?? '');
    if (info) snapshot.addPod(placed(view), info);
  }
  return {
    check: (view) => {
      const pod = unplaced(view);
      const fit = new FitCheck(pod, snapshot);
      const refused = [...snapshot.nodes()].map((info) => fit.refusals(info));
      return {
        nodes: refused.length,
        fitting: refused.filter((refusals) => refusals.length === 0).length,
        blockers: blockersOf(refused),
      };
    },
    replicasThatFit: (view, most) => {
      const mark = snapshot.mark();
      const pod = unplaced(view);
      const fit = new FitCheck(pod, snapshot);
      let placedPods = 0;
      while (placedPods < most) {
        const info = fit.firstFit(snapshot.nodes());
        if (!info) break;
        const copy = { ...pod, name: `${pod.name}-${placedPods}` };
        snapshot.addPod(copy, info);
        fit.podAdded(copy, info);
        placedPods += 1;
      }
      snapshot.revert(mark);
      return placedPods;
    },
  };
}

function placed({ metadata, template, nodeName }: PodView): SchedulingPod {
  const { name = '', namespace = 'default', deletionMs } = metadata;
  return schedulingPod(template, {
    name,
    namespace,
    terminating: deletionMs !== undefined,
    ...(nodeName === undefined ? {} : { nodeName }),
  });
}

/** As a pod that has no node yet. */
function unplaced(view: PodView): SchedulingPod {
  const { name = '', namespace = 'default' } = view.metadata;
  return schedulingPod(view.template, { name, namespace });
}

/** Equal refusals of several nodes as one line; of a shortage, the node that comes nearest is told. */
function blockersOf(refusedByNode: readonly (readonly Refusal[])[]): readonly StatusBlocker[] {
  const groups = new Map<string, Refusal[]>();
  for (const refusal of refusedByNode.flat()) {
    const key = `${refusal.reason}/${refusal.resource ? '' : (refusal.detail ?? '')}`;
    groups.set(key, [...(groups.get(key) ?? []), refusal]);
  }
  return [...groups.values()]
    .map((refusals) => blocker(refusals))
    .sort((a, b) => b.nodes - a.nodes || (a.reason < b.reason ? -1 : 1));
}

function blocker(refusals: readonly Refusal[]): StatusBlocker {
  const [first] = refusals;
  const shortages = refusals.flatMap(({ resource }) => resource ?? []);
  const nearest = shortages.sort((a, b) => free(b) - free(a))[0];
  const detail = nearest ? shortageText(nearest) : first?.detail;
  const remedy = first && remedyOf(first, shortages);
  return {
    reason: first?.reason ?? '',
    nodes: refusals.length,
    ...(detail === undefined ? {} : { detail }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

const free = ({ allocatable, used }: ResourceShortage): number => allocatable - used;

function shortageText(shortage: ResourceShortage): string {
  const { name, requested, allocatable } = shortage;
  const text = (amount: number): string => amountText(name, amount);
  if (allocatable === 0) return `needs ${text(requested)}, and such a node has none`;
  return `needs ${text(requested)}, at most ${text(Math.max(0, free(shortage)))} of ${text(allocatable)} free on one`;
}

function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return formatCores(amount / 1000);
  return /memory|storage|hugepages/.test(resource) ? formatBytes(amount) : formatNumber(amount, 4);
}

function remedyOf(
  { plugin, detail = '' }: Refusal,
  shortages: readonly ResourceShortage[],
): string | undefined {
  switch (plugin) {
    case 'TaintToleration':
      return `tolerate ${detail}, if it may run there`;
    case 'NodeUnschedulable':
      return 'uncordon them when their maintenance is done';
    case 'NodeAffinity':
      return detail === '' ? undefined : `nodes with the label ${detail}`;
    case 'NodeResourcesFit':
      return shortages.length > 0 && shortages.every(({ requested, allocatable }) => requested > allocatable)
        ? 'not even an empty one is large enough: ask for less, or add larger nodes'
        : 'more nodes, or smaller requests of what runs there (rightsize)';
    default:
      return undefined;
  }
}
