/** What the real Cluster Autoscaler was shown and what it chose. */
export interface ScaleUpRun {
  readonly name: string;
  readonly flags: readonly string[];
  /** Pods that waited, as the API server had them. */
  readonly pods: readonly object[];
  /** Its first plan; empty where it added nothing. */
  readonly plan: readonly { readonly group: string; readonly from: number; readonly to: number }[];
}

/** What it thought of nodes once it had looked at them a few times. */
export interface ScaleDownRun {
  readonly flags: readonly string[];
  readonly nodes: readonly object[];
  readonly pods: readonly object[];
  readonly budgets: readonly object[];
  /** Nodes that it tainted as candidates for deletion. */
  readonly unneeded: readonly string[];
  /** How many nodes it called unremovable, by its reason. */
  readonly unremovable: Readonly<Record<string, number>>;
  /** What its log says of single nodes. */
  readonly log: readonly string[];
}

/** A file of test/fixtures/cluster-autoscaler. */
export interface ClusterAutoscalerRuns {
  /** As the program's log says. */
  readonly release: string;
  readonly groups: readonly object[];
  readonly priorities: string;
  readonly scaleUps: readonly ScaleUpRun[];
  readonly scaleDown: ScaleDownRun;
}
