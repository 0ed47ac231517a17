/**
 * How a machine is paid for. `spot` may be taken away at short notice, and covers preemptible machines.
 * `on-demand` covers reserved ones: the list price is theirs too.
 */
export interface NodeCapacityType {
  readonly type: 'spot' | 'on-demand' | 'unknown';
  /**
   * The label that says so, `key=value`; absent where the type follows from a label that is not there, or is
   * unknown.
   */
  readonly label?: string;
}

interface CapacityTypeLabel {
  readonly key: string;
  readonly spot: readonly string[];
  readonly onDemand: readonly string[];
}

/**
 * Labels that tell, most trustworthy first: those that a cloud or an autoscaler sets itself come before
 * conventions. Values are compared without case.
 */
const capacityTypeLabels: readonly CapacityTypeLabel[] = [
  // Karpenter, every provider (karpenter.sh/docs/concepts/scheduling).
  { key: 'karpenter.sh/capacity-type', spot: ['spot'], onDemand: ['on-demand', 'reserved'] },
  // EKS managed node groups (docs.aws.amazon.com/eks, managed node groups).
  { key: 'eks.amazonaws.com/capacityType', spot: ['spot'], onDemand: ['on_demand', 'capacity_block'] },
  // GKE Spot VMs and preemptible VMs (cloud.google.com/kubernetes-engine/docs/concepts/spot-vms).
  { key: 'cloud.google.com/gke-spot', spot: ['true'], onDemand: ['false'] },
  { key: 'cloud.google.com/gke-preemptible', spot: ['true'], onDemand: ['false'] },
  { key: 'cloud.google.com/gke-provisioning', spot: ['spot', 'preemptible'], onDemand: ['standard'] },
  // AKS (learn.microsoft.com/azure/aks/spot-node-pool).
  { key: 'kubernetes.azure.com/scalesetpriority', spot: ['spot'], onDemand: ['regular'] },
  // eksctl's own node groups (eksctl-io/eksctl#2624), Spot Ocean, CAST AI, kOps, AWS' node termination handler.
  { key: 'node-lifecycle', spot: ['spot'], onDemand: ['on-demand'] },
  { key: 'spotinst.io/node-lifecycle', spot: ['spot'], onDemand: ['od'] },
  { key: 'scheduling.cast.ai/spot', spot: ['true'], onDemand: ['false'] },
  { key: 'node-role.kubernetes.io/spot-worker', spot: ['', 'true'], onDemand: [] },
  { key: 'node.kubernetes.io/lifecycle', spot: ['spot'], onDemand: ['normal', 'on-demand', 'ondemand'] },
  { key: 'lifecycle', spot: ['spot', 'ec2spot'], onDemand: ['normal', 'on-demand', 'ondemand', 'od'] },
];

/** Labels of clouds that mark spot nodes only: a node with one of them and no mark is on demand. */
const marksSpotOnly = ['cloud.google.com/gke-nodepool', 'kubernetes.azure.com/agentpool'];

/** What a node's labels say. A value that is not known says nothing. */
export function capacityTypeOf(labels: Readonly<Record<string, string>>): NodeCapacityType {
  for (const { key, spot, onDemand } of capacityTypeLabels) {
    const value = labels[key];
    if (value === undefined) continue;
    const label = `${key}=${value}`;
    if (spot.includes(value.toLowerCase())) return { type: 'spot', label };
    if (onDemand.includes(value.toLowerCase())) return { type: 'on-demand', label };
  }
  const marked = marksSpotOnly.some((key) => labels[key] !== undefined);
  return { type: marked ? 'on-demand' : 'unknown' };
}
