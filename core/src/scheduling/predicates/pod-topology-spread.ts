import { matchesLabels } from '../../apis/label-selector.ts';
import { DomainTally } from '../domain-tally.ts';
import type { NodeInfo, SchedulingNode } from '../node-info.ts';
import { matchesNodeAffinity } from '../node-selector.ts';
import type { SchedulingPod, SpreadConstraint } from '../pod.ts';
import { isEmptySelector } from '../pod-terms.ts';
import type { Refusal } from '../refusal.ts';
import { untoleratedTaint } from '../taints.ts';
import type { ClusterFilter } from './cluster-filter.ts';

const reason = "node(s) didn't match pod topology spread constraints";

/**
 * Keeps the counts of each domain for one pod's constraints (`podtopologyspread`, kube-scheduler 1.36): only nodes with
 * all the constraints' topology keys count, and, by the constraint's policies, only those that the pod could use.
 * `undefined` for a pod without constraints that keep it waiting.
 */
export function podTopologySpread(pod: SchedulingPod, nodes: Iterable<NodeInfo>): ClusterFilter | undefined {
  if (pod.spread.length === 0) return undefined;
  const tallies = pod.spread.map((constraint) => ({ constraint, tally: new DomainTally() }));

  const count = (node: SchedulingNode, pods: Iterable<SchedulingPod>, sign: 1 | -1): void => {
    if (!pod.spread.every(({ topologyKey }) => node.labels[topologyKey] !== undefined)) return;
    for (const { constraint, tally } of tallies) {
      if (!includesNode(constraint, pod, node)) continue;
      tally.add(node.labels[constraint.topologyKey] ?? '', sign * counted(constraint, pod, pods));
    }
  };
  for (const { node, pods } of nodes) count(node, pods, 1);

  return {
    refusals: ({ node }) => {
      for (const { constraint, tally } of tallies) {
        const refusal = refusalOf(constraint, tally, pod, node);
        if (refusal) return [refusal];
      }
      return [];
    },
    podAdded: (other, { node }) => count(node, [other], 1),
    podRemoved: (other, { node }) => count(node, [other], -1),
    nodeAdded: ({ node, pods }) => count(node, pods, 1),
  };
}

function refusalOf(
  { topologyKey, minDomains, maxSkew, selector }: SpreadConstraint,
  tally: DomainTally,
  pod: SchedulingPod,
  node: SchedulingNode,
): Refusal | undefined {
  const domain = node.labels[topologyKey];
  if (domain === undefined) {
    return {
      plugin: 'PodTopologySpread',
      reason: `${reason} (missing required label)`,
      detail: topologyKey,
      unresolvable: true,
    };
  }
  const least = tally.domains < minDomains ? 0 : tally.minimum;
  const itself = selector !== undefined && matchesLabels(selector, pod.labels) ? 1 : 0;
  const skew = tally.of(domain) + itself - least;
  if (skew <= maxSkew) return undefined;
  return {
    plugin: 'PodTopologySpread',
    reason,
    detail: `${topologyKey}=${domain} would be ${skew} above the least, ${maxSkew} allowed`,
    unresolvable: false,
  };
}

function includesNode(
  { honorNodeAffinity, honorTaints }: SpreadConstraint,
  pod: SchedulingPod,
  node: SchedulingNode,
): boolean {
  if (honorNodeAffinity && !matchesNodeAffinity(pod, node)) return false;
  return !honorTaints || untoleratedTaint(node.taints, pod.tolerations) === undefined;
}

function counted(
  { selector }: SpreadConstraint,
  { namespace }: SchedulingPod,
  pods: Iterable<SchedulingPod>,
): number {
  if (!selector || isEmptySelector(selector)) return 0;
  let count = 0;
  for (const other of pods) {
    if (other.namespace === namespace && !other.terminating && matchesLabels(selector, other.labels)) {
      count += 1;
    }
  }
  return count;
}
