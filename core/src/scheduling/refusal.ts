/** The kube-scheduler's filter plugins that are mirrored here, in the order in which it runs them. */
export type FilterPlugin =
  | 'NodeUnschedulable'
  | 'NodeName'
  | 'TaintToleration'
  | 'NodeAffinity'
  | 'NodePorts'
  | 'NodeResourcesFit'
  | 'VolumeBinding'
  | 'VolumeZone'
  | 'PodTopologySpread'
  | 'InterPodAffinity';

/** Why a pod cannot run on a node. */
export interface Refusal {
  readonly plugin: FilterPlugin;
  /** In kube-scheduler's words (release 1.36), as they stand in the pod's `PodScheduled` condition. */
  readonly reason: string;
  /** What in particular: the taint, the label, the amounts. */
  readonly detail?: string;
  /** Of a resource that does not suffice. */
  readonly resource?: ResourceShortage;
  /** True where no pod that goes away could help. */
  readonly unresolvable: boolean;
}

/** CPU in thousandths of a core, all else in whole units. */
export interface ResourceShortage {
  readonly name: string;
  readonly requested: number;
  readonly used: number;
  readonly allocatable: number;
}
