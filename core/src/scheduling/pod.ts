import { type NodeSelectorTerm, type PodAffinityTerm, requiredAffinityAt } from '../apis/affinity.ts';
import { podRequest } from '../apis/effective-requests.ts';
import type { HostPort } from '../apis/host-port.ts';
import type { LabelSelector } from '../apis/label-selector.ts';
import type { LimitRangeView } from '../apis/namespace-limits.ts';
import type { PodTemplateView } from '../apis/pod-template.ts';
import type { Toleration } from '../apis/toleration.ts';
import type { TopologySpreadConstraint } from '../apis/topology-spread.ts';
import { integerValue, milliValue } from '../units/quantity.ts';
import { withLabelKeys } from './label-keys.ts';

export type Labels = Readonly<Record<string, string>>;

/** A pod in the form in which it is compared with nodes: read once, checked many times. */
export interface SchedulingPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  /** What it takes of a node, positive amounts only: CPU in thousandths of a core, all else in whole units. */
  readonly requests: readonly (readonly [resource: string, amount: number])[];
  /** Where it was asked to run. */
  readonly nodeName?: string;
  readonly nodeSelector: Labels;
  /** Required node affinity: alternatives. */
  readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
  readonly tolerations: readonly Toleration[];
  readonly hostPorts: readonly HostPort[];
  readonly podAffinity: readonly PodTerm[];
  readonly podAntiAffinity: readonly PodTerm[];
  /** Those that keep a pod waiting; `ScheduleAnyway` is a preference. */
  readonly spread: readonly SpreadConstraint[];
  readonly volumes: readonly BoundVolume[];
  readonly priority: number;
  /** Its deletion was asked for: it holds resources, but spreading no longer counts it. */
  readonly terminating: boolean;
}

/** A term of required pod affinity or anti-affinity, with the pod's own namespace and labels filled in. */
export interface PodTerm {
  /** Absent: it matches no pod. */
  readonly selector?: LabelSelector;
  readonly namespaces: readonly string[];
  readonly namespaceSelector?: LabelSelector;
  readonly topologyKey: string;
}

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  /** Absent: it counts no pod. */
  readonly selector?: LabelSelector;
  readonly minDomains: number;
  readonly honorNodeAffinity: boolean;
  readonly honorTaints: boolean;
}

/** What a PersistentVolume that a pod is bound to says of the nodes that it can be reached from. */
export interface BoundVolume {
  readonly name: string;
  /** Its labels; zone and region count, several values joined by `__`. */
  readonly labels: Labels;
  readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
}

/** What a pod's manifest does not say by itself. */
export interface SchedulingPodContext {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName?: string;
  readonly limitRanges?: readonly LimitRangeView[];
  /** The volumes behind its claims, those that are bound. */
  readonly volumes?: readonly BoundVolume[];
  /** 0 where nothing else is known. */
  readonly priority?: number;
  readonly terminating?: boolean;
}

/** The pod that a template makes, or the one that it is. Requests are effective ones (`podRequest`). */
export function schedulingPod(template: PodTemplateView, context: SchedulingPodContext): SchedulingPod {
  const affinity = requiredAffinityAt(template.affinity);
  const termOf = (term: PodAffinityTerm): PodTerm => podTerm(term, context.namespace, template.labels);
  return {
    namespace: context.namespace,
    name: context.name,
    labels: template.labels,
    requests: requestsOf(template, context.limitRanges ?? []),
    ...(context.nodeName !== undefined && { nodeName: context.nodeName }),
    nodeSelector: template.nodeSelector,
    ...(affinity.nodeSelectorTerms && { nodeSelectorTerms: affinity.nodeSelectorTerms }),
    tolerations: template.tolerations,
    hostPorts: template.hostPorts,
    podAffinity: affinity.podAffinity.map(termOf),
    podAntiAffinity: affinity.podAntiAffinity.map(termOf),
    spread: template.topologySpreadConstraints
      .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
      .map((constraint) => spreadConstraint(constraint, template.labels)),
    volumes: context.volumes ?? [],
    priority: context.priority ?? 0,
    terminating: context.terminating ?? false,
  };
}

/** The unit in which the scheduler counts a resource: thousandths for CPU, whole units for all else. */
export function schedulingAmount(resource: string, quantity: Parameters<typeof milliValue>[0]): number {
  return Number(resource === 'cpu' ? milliValue(quantity) : integerValue(quantity));
}

function requestsOf(
  template: PodTemplateView,
  limitRanges: readonly LimitRangeView[],
): readonly (readonly [string, number])[] {
  const lists = [
    template.requests,
    template.limits,
    template.overhead,
    ...[...template.containers, ...template.initContainers].flatMap(({ requests, limits }) => [
      requests,
      limits,
    ]),
  ];
  const names = new Set(['cpu', 'memory', ...lists.flatMap((list) => Object.keys(list))]);
  return [...names].flatMap((resource) => {
    const { quantity } = podRequest(template, resource, limitRanges);
    const amount = quantity === undefined ? 0 : schedulingAmount(resource, quantity);
    return amount > 0 ? [[resource, amount] as const] : [];
  });
}

function podTerm(term: PodAffinityTerm, namespace: string, labels: Labels): PodTerm {
  const ownNamespace = term.namespaces.length === 0 && term.namespaceSelector === undefined;
  const selector =
    term.labelSelector &&
    withLabelKeys(term.labelSelector, labels, {
      same: term.matchLabelKeys,
      different: term.mismatchLabelKeys,
    });
  return {
    ...(selector && { selector }),
    namespaces: ownNamespace ? [namespace] : term.namespaces,
    ...(term.namespaceSelector && { namespaceSelector: term.namespaceSelector }),
    topologyKey: term.topologyKey,
  };
}

function spreadConstraint(constraint: TopologySpreadConstraint, labels: Labels): SpreadConstraint {
  const selector =
    constraint.labelSelector &&
    withLabelKeys(constraint.labelSelector, labels, { same: constraint.matchLabelKeys, different: [] });
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    ...(selector && { selector }),
    minDomains: constraint.minDomains,
    honorNodeAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
    honorTaints: constraint.nodeTaintsPolicy === 'Honor',
  };
}
