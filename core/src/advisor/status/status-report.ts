/** What `status` prints with `-o json`: what is wrong with scaling now, worst first, and how much is quiet. */
export interface StatusReport {
  readonly apiVersion: 'kubectl-autoscale.io/v1alpha1';
  readonly kind: 'StatusReport';
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly cluster: string;
  /** Absent for all namespaces. */
  readonly namespace?: string;
  readonly atMaximum: readonly StatusAtMaximum[];
  readonly inactive: readonly StatusInactive[];
  readonly blind: readonly StatusBlindMetric[];
  readonly pending: readonly StatusPendingPods[];
  readonly forecastsOff: readonly StatusForecastOff[];
  readonly quiet: StatusQuiet;
  /** What could not be read, and what is lost by it. */
  readonly notes: readonly string[];
}

/** Which HPA, and what it scales. */
export interface StatusHpa {
  readonly namespace: string;
  readonly hpa: string;
  /** `Deployment/chat`; absent where the HPA names none. */
  readonly target?: string;
}

/** An HPA that has all the replicas it may have. */
export interface StatusAtMaximum extends StatusHpa {
  readonly replicas: number;
  readonly maxReplicas: number;
  /** Since when the controller says so. */
  readonly sinceSeconds?: number;
  /** The replicas that its metrics ask for, before the maximum; absent where no metric has a value. */
  readonly wantedReplicas?: number;
  /** How many of the replicas that are missing the nodes that are there would take now; absent where nodes or pods may not be read. */
  readonly roomForReplicas?: number;
  readonly metrics: readonly { readonly metric: string; readonly value: string; readonly target: string }[];
}

/** An HPA that decides nothing, for another reason than a metric. */
export interface StatusInactive extends StatusHpa {
  readonly replicas?: number;
  /** The controller's own: `AmbiguousSelector`, `ScalingDisabled`, `FailedGetScale`. */
  readonly reason: string;
  readonly message: string;
  readonly sinceSeconds?: number;
}

/** A metric that an HPA goes by and has no value, or an old one. */
export interface StatusBlindMetric extends StatusHpa {
  readonly metric: string;
  readonly problem: 'missing' | 'stale';
  /** In the words of the controller or of the metrics API. */
  readonly why: string;
  /** Of the newest value, where there is one. */
  readonly ageSeconds?: number;
  /** How long the controller has been without it. */
  readonly sinceSeconds?: number;
  /** What the controller does meanwhile: holds its replicas, only scales up, or acts on the old value. */
  readonly effect: 'holds' | 'only-up' | 'old-value';
  readonly replicas?: number;
}

/** Pods of one owner that wait for the same reason. */
export interface StatusPendingPods {
  readonly namespace: string;
  /** `Deployment/chat`, or `Pod/chat-0` where nobody controls it. */
  readonly owner: string;
  readonly pods: readonly string[];
  /** Of the pod that waits longest. */
  readonly pendingSeconds?: number;
  readonly state: 'unschedulable' | 'gated' | 'unseen' | 'starting';
  /** What the scheduler, or the kubelet, says of it. */
  readonly message: string;
  /** Our own check of a pod against each node; absent where nodes or other pods may not be read, and for pods that have a node. */
  readonly check?: StatusNodeCheck;
}

export interface StatusNodeCheck {
  readonly nodes: number;
  /** Nodes that would take the pod now. */
  readonly fitting: number;
  /** Most nodes first. */
  readonly blockers: readonly StatusBlocker[];
}

export interface StatusBlocker {
  /** In kube-scheduler's words. */
  readonly reason: string;
  readonly nodes: number;
  /** The taint, the label, or what is asked for and what is free. */
  readonly detail?: string;
  /** What would help. */
  readonly remedy?: string;
}

/** A forecast in whose place the adapter serves the present value. */
export interface StatusForecastOff extends StatusHpa {
  readonly metric: string;
  readonly why: string;
}

export interface StatusQuiet {
  /** HPAs with nothing to say of. */
  readonly hpas: number;
  /** All that were looked at. */
  readonly hpasInAll: number;
  readonly forecastsOn: number;
}
