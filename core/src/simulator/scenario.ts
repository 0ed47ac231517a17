import type { Taint, Toleration } from '../apis/toleration.ts';
import type { HpaControllerSettings, HpaSpec } from '../hpa/index.ts';
import type { ClusterAutoscalerSettings, ExpanderContext } from '../nodes/index.ts';
import type { ReplicaPolicy } from '../scaling/index.ts';
import type { UpdateMode } from '../vpa/index.ts';
import type { ServiceProfile } from './serving/service-profile.ts';
import type { DemandTrace } from './traffic/demand-trace.ts';

/** All that a run is made from. The same scenario gives the same outcome, to the byte. */
export interface Scenario {
  /** Epoch milliseconds. What the traces hold before it is history that was scraped. */
  readonly startMs: number;
  readonly endMs: number;
  /** Of all that is left to chance: arrivals, times to start, spot interruptions. */
  readonly seed: number;
  readonly workloads: readonly WorkloadScenario[];
  /** Absent: every pod gets a place at once, and a pod costs its share of a node. */
  readonly cluster?: ClusterScenario;
  readonly metrics?: Partial<MetricPipeline>;
}

export interface WorkloadScenario {
  readonly name: string;
  readonly demand: DemandTrace;
  readonly service: ServiceProfile;
  readonly pod: PodShape;
  readonly start: PodStart;
  readonly scaler: Scaler;
  /** Absent: pods keep the requests of their template. */
  readonly vpa?: VpaScenario;
  /** When the run begins, all of them running; a static scaler has its own count. */
  readonly initialReplicas: number;
  /** What users are promised: 95 % of requests within so many seconds. */
  readonly goalP95Seconds: number;
  /** A pod's share of a node's price, money per hour: what it costs where no cluster is simulated. Under a VPA the share changes, and only nodes tell the cost. */
  readonly costPerPodHour?: number;
}

/** What a pod asks for and where it may run. CPU in thousandths of a core, all else in whole units. */
export interface PodShape {
  readonly requests: Readonly<Record<string, number>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly priority?: number;
}

export interface PodStart {
  readonly imagePullMs: number;
  /** From the start of the container until it is Ready. */
  readonly startUpMs: number;
  /** From deletion until its node has the room again. It serves nothing more. */
  readonly terminationMs: number;
}

/** A VPA beside the scaler. Its recommender and updater look each `periodMs`, 60 s by default in a cluster. */
export interface VpaScenario {
  /** What resizes in place evicts here. */
  readonly updateMode: UpdateMode;
  readonly periodMs: number;
  /** What a replica uses of memory, all the time; absent: memory is left alone. */
  readonly memoryBytes?: number;
  /** `maxAllowed`, thousandths of a core and bytes. */
  readonly maxAllowed?: { readonly cpu?: number; readonly memory?: number };
}

/** Who decides how many replicas there are. */
export type Scaler =
  | { readonly kind: 'static'; readonly replicas: number }
  | {
      readonly kind: 'hpa';
      readonly spec: HpaSpec;
      /** What each metric that is not a resource's stands for, by its name in the spec. */
      readonly signals: Readonly<Record<string, HpaSignal>>;
      readonly settings: HpaControllerSettings;
      readonly syncMs: number;
      readonly forecast?: ForecastSettings;
    }
  | {
      readonly kind: 'policy';
      /** Its target is in requests per second a replica. */
      readonly policy: ReplicaPolicy;
      readonly periodMs: number;
      readonly forecast?: ForecastSettings;
    };

/**
 * What is measured of a workload: requests per second, requests that wait, requests under way (both as averages since the last scrape), or the
 * forecast of requests per second, which is the present value where it cannot be trusted.
 */
export type Signal = (typeof signalNames)[number];
export const signalNames = [
  'requests-per-second',
  'waiting',
  'under-way',
  'forecast-requests-per-second',
] as const;

/** `times`: the metric is so much for each unit of the signal, tokens for a request. */
export type HpaSignal = Signal | { readonly signal: Signal; readonly times: number };

export interface ForecastSettings {
  readonly horizonMs: number;
  /** What is served: what is expected at the most within the horizon, or the bound that this stays below. */
  readonly serve: 'expected' | 'upper';
  readonly coverage: number;
  /** Models are fitted anew so often; in between, each minute's sample is taken in. */
  readonly refitMs: number;
}

/** From a request to the controller that reads of it. */
export interface MetricPipeline {
  /** A multiple of 15 s. */
  readonly scrapeMs: number;
  /** Rates are taken over it; a multiple of `scrapeMs`. */
  readonly windowMs: number;
  /** How often the adapter asks Prometheus. */
  readonly refreshMs: number;
}

export interface ClusterScenario {
  readonly pools: readonly NodePool[];
  /** Absent: the pools keep their initial sizes. */
  readonly autoscaler?: AutoscalerScenario;
  /** Pods of priority −10 that hold room for others. */
  readonly headroom?: { readonly replicas: number; readonly pod: PodShape };
}

export interface NodePool {
  readonly name: string;
  /** CPU in thousandths of a core, all else in whole units, `pods` included. */
  readonly allocatable: Readonly<Record<string, number>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  readonly minSize: number;
  readonly maxSize: number;
  readonly initialSize: number;
  readonly pricePerHour: number;
  /** From the order to Ready, each length as likely. */
  readonly startMs: { readonly least: number; readonly most: number };
  /** Absent: on demand, never taken away. */
  readonly spot?: { readonly interruptionsPerHour: number; readonly noticeMs: number };
}

export interface AutoscalerScenario {
  readonly settings: ClusterAutoscalerSettings;
  /** Of the priority expander, highest first. */
  readonly priorities?: ExpanderContext['priorities'];
  readonly scanMs: number;
  /** `--scale-down-delay-after-add`. */
  readonly scaleDownDelayAfterAddMs: number;
}

export const defaultMetricPipeline: MetricPipeline = {
  scrapeMs: 15_000,
  windowMs: 60_000,
  refreshMs: 30_000,
};
export const defaultPodStart: PodStart = { imagePullMs: 5_000, startUpMs: 15_000, terminationMs: 10_000 };
export const defaultForecast: ForecastSettings = {
  horizonMs: 15 * 60_000,
  serve: 'expected',
  coverage: 0.9,
  refitMs: 60 * 60_000,
};
