import type { HpaView } from '../apis/hpa.ts';
import type { NodeView } from '../apis/node.ts';
import type { PodView } from '../apis/pod.ts';
import type { VpaView } from '../apis/vpa.ts';
import type { WorkloadView } from '../apis/workload.ts';
import type { ClusterCapacity } from '../cost/index.ts';
import type { TimeSeries } from '../stats/time-series.ts';

/** A workload with its namespace, as queries and messages name it. */
export interface NamespacedWorkload {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One metric over its window: the series that were found, and how they were asked for. */
export interface MetricHistory {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly stepMs: number;
  readonly method: string;
  readonly series: readonly TimeSeries[];
  /** Where it was read in place of a metric that scaling shapes: which one, and why. */
  readonly demandOf?: { readonly metric: string; readonly why: string };
}

/** What the containers of a workload used. */
export interface ResourceMetrics {
  readonly source: string;
  /** Cores, one series for each pod and container. */
  readonly cpu: MetricHistory;
  /** Working set bytes, one series for each pod and container. */
  readonly memory: MetricHistory;
  /** Restarts after an OOM kill within each hour, one series for each pod and container; absent where the source cannot say. */
  readonly oomKills?: MetricHistory;
}

/** All that was read of a workload's metrics. */
export interface WorkloadMetrics extends ResourceMetrics {
  /** Requests per second, what the user named, or total CPU where nothing else is measured. */
  readonly demand: MetricHistory;
  /** 0–1, one series for each device; absent for a workload without GPUs. */
  readonly gpu?: MetricHistory;
  /** 95th percentile in seconds, where the workload exports a histogram. */
  readonly latency?: MetricHistory;
  readonly replicas: MetricHistory;
  /** By index in the HPA's `metrics`; only Pods, Object and External metrics are asked for. */
  readonly hpaMetrics: ReadonlyMap<number, MetricHistory>;
}

/** All that was read of one workload: the input of the assessment, which does no I/O. */
export interface WorkloadFacts {
  readonly nowMs: number;
  /** How the cluster was reached, for people. */
  readonly cluster: string;
  readonly kubernetesMinor: number;
  readonly ref: NamespacedWorkload;
  readonly workload: WorkloadView;
  /** Those that the workload's selector matches: what an HPA counts. */
  readonly pods: readonly PodView[];
  /** Absent when nodes could not be read. */
  readonly nodes?: readonly NodeView[];
  /** The same nodes with what the pods on them request. */
  readonly capacity?: ClusterCapacity;
  /** HPAs and VPAs that target the workload. */
  readonly hpas: readonly HpaView[];
  readonly vpas: readonly VpaView[];
  /** Absent when metrics were not asked for. */
  readonly metrics?: WorkloadMetrics;
  /** What could not be read though the rest could. */
  readonly notes: readonly string[];
}
