import type { NodeInfo, SchedulingNode } from '../node-info.ts';
import { matchesAnyTerm, matchesNodeAffinity } from '../node-selector.ts';
import type { SchedulingPod } from '../pod.ts';
import type { Refusal } from '../refusal.ts';
import { untoleratedTaint } from '../taints.ts';

/**
 * The filters that look at one node and at nothing else of the cluster. Each answers its refusals, none where the
 * node passes. Words and order of kube-scheduler 1.36 (pkg/scheduler/framework/plugins).
 */
export type NodeFilter = (pod: SchedulingPod, info: NodeInfo) => readonly Refusal[];

const passes: readonly Refusal[] = [];

export const nodeUnschedulable: NodeFilter = ({ tolerations }, { node }) => {
  const cordoned = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (!node.unschedulable || !untoleratedTaint([cordoned], tolerations)) return passes;
  return [{ plugin: 'NodeUnschedulable', reason: 'node(s) were unschedulable', unresolvable: true }];
};

export const nodeName: NodeFilter = (pod, { node }) => {
  if (pod.nodeName === undefined || pod.nodeName === node.name) return passes;
  return [
    {
      plugin: 'NodeName',
      reason: "node(s) didn't match the requested node name",
      detail: pod.nodeName,
      unresolvable: true,
    },
  ];
};

export const taintToleration: NodeFilter = ({ tolerations }, { node }) => {
  const taint = untoleratedTaint(node.taints, tolerations);
  if (!taint) return passes;
  return [
    {
      plugin: 'TaintToleration',
      reason: 'node(s) had untolerated taint(s)',
      detail: `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`,
      unresolvable: true,
    },
  ];
};

export const nodeAffinity: NodeFilter = (pod, { node }) => {
  if (matchesNodeAffinity(pod, node)) return passes;
  return [
    {
      plugin: 'NodeAffinity',
      reason: "node(s) didn't match Pod's node affinity/selector",
      ...missingLabel(pod, node),
      unresolvable: true,
    },
  ];
};

function missingLabel({ nodeSelector }: SchedulingPod, node: SchedulingNode): { detail?: string } {
  const missing = Object.entries(nodeSelector).find(([key, value]) => node.labels[key] !== value);
  return missing ? { detail: missing.join('=') } : {};
}

export const volumeBinding: NodeFilter = ({ volumes }, { node }) => {
  const unreachable = volumes.find(
    ({ nodeSelectorTerms }) => nodeSelectorTerms && !matchesAnyTerm(nodeSelectorTerms, node),
  );
  if (!unreachable) return passes;
  return [
    {
      plugin: 'VolumeBinding',
      reason: "node(s) didn't match PersistentVolume's node affinity",
      detail: unreachable.name,
      unresolvable: true,
    },
  ];
};

const generalTopologyKeys = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region': 'topology.kubernetes.io/region',
} as const;

/** A node without any zone or region label passes: a cluster of one zone may not have them. */
export const volumeZone: NodeFilter = ({ volumes }, { node }) => {
  if (!Object.keys(generalTopologyKeys).some((key) => node.labels[key] !== undefined)) return passes;
  for (const { name, labels } of volumes) {
    for (const [key, generalKey] of Object.entries(generalTopologyKeys)) {
      const allowed = labels[key]?.split('__');
      const value = node.labels[key] ?? node.labels[generalKey];
      if (!allowed || (value !== undefined && allowed.includes(value))) continue;
      return [
        {
          plugin: 'VolumeZone',
          reason: 'node(s) had no available volume zone',
          detail: name,
          unresolvable: true,
        },
      ];
    }
  }
  return passes;
};
