import type { NodeInfo, SchedulingNode } from '../node-info.ts';
import type { PodTerm, SchedulingPod } from '../pod.ts';
import { everyTermSelects, type NamespaceLabels, termSelects } from '../pod-terms.ts';
import type { Refusal } from '../refusal.ts';
import type { ClusterFilter } from './cluster-filter.ts';

/**
 * Required pod affinity and anti-affinity, of the pod and of those that run already (`interpodaffinity`, kube-scheduler
 * 1.36). `undefined` where neither has any.
 */
export function interPodAffinity(
  pod: SchedulingPod,
  nodes: Iterable<NodeInfo>,
  namespaceLabels: NamespaceLabels,
): ClusterFilter {
  const near = new TopologyCounts();
  const apart = new TopologyCounts();
  const unwelcome = new TopologyCounts();

  const count = (other: SchedulingPod, node: SchedulingNode, sign: 1 | -1): void => {
    if (everyTermSelects(pod.podAffinity, other, namespaceLabels)) near.addAll(pod.podAffinity, node, sign);
    apart.addAll(
      pod.podAntiAffinity.filter((term) => termSelects(term, other, namespaceLabels)),
      node,
      sign,
    );
    unwelcome.addAll(
      other.podAntiAffinity.filter((term) => termSelects(term, pod, namespaceLabels)),
      node,
      sign,
    );
  };
  for (const { node, pods } of nodes) for (const other of pods) count(other, node, 1);

  const isFirstOfItsKind = (): boolean =>
    near.isEmpty && everyTermSelects(pod.podAffinity, pod, namespaceLabels);

  return {
    refusals: ({ node }) => {
      if (!hasCompany(pod.podAffinity, near, node, isFirstOfItsKind)) {
        return [refusal("node(s) didn't match pod affinity rules", true)];
      }
      if (pod.podAntiAffinity.some(({ topologyKey }) => apart.at(topologyKey, node) > 0)) {
        return [refusal("node(s) didn't match pod anti-affinity rules", false)];
      }
      if (unwelcome.anyAt(node)) {
        return [refusal("node(s) didn't satisfy existing pods anti-affinity rules", false)];
      }
      return [];
    },
    podAdded: (other, { node }) => count(other, node, 1),
    podRemoved: (other, { node }) => count(other, node, -1),
    nodeAdded: ({ node, pods }) => {
      for (const other of pods) count(other, node, 1);
    },
  };
}

/**
 * Whether each term's domain holds a pod that all terms select. The first of a series that has affinity to itself may
 * go anywhere with the right labels: it would wait for ever otherwise.
 */
function hasCompany(
  terms: readonly PodTerm[],
  near: TopologyCounts,
  node: SchedulingNode,
  isFirstOfItsKind: () => boolean,
): boolean {
  if (terms.length === 0) return true;
  if (!terms.every(({ topologyKey }) => node.labels[topologyKey] !== undefined)) return false;
  return terms.every(({ topologyKey }) => near.at(topologyKey, node) > 0) || isFirstOfItsKind();
}

function refusal(reason: string, unresolvable: boolean): Refusal {
  return { plugin: 'InterPodAffinity', reason, unresolvable };
}

/** Pods that terms selected, by topology key and the domain's name. */
class TopologyCounts {
  readonly #byKey = new Map<string, Map<string, number>>();

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  at(topologyKey: string, node: SchedulingNode): number {
    const domain = node.labels[topologyKey];
    return domain === undefined ? 0 : (this.#byKey.get(topologyKey)?.get(domain) ?? 0);
  }

  anyAt(node: SchedulingNode): boolean {
    for (const key of this.#byKey.keys()) if (this.at(key, node) > 0) return true;
    return false;
  }

  addAll(terms: readonly PodTerm[], node: SchedulingNode, sign: 1 | -1): void {
    for (const { topologyKey } of terms) {
      const domain = node.labels[topologyKey];
      if (domain === undefined) continue;
      const domains = this.#byKey.get(topologyKey) ?? new Map<string, number>();
      const count = (domains.get(domain) ?? 0) + sign;
      if (count === 0) domains.delete(domain);
      else domains.set(domain, count);
      if (domains.size === 0) this.#byKey.delete(topologyKey);
      else this.#byKey.set(topologyKey, domains);
    }
  }
}
