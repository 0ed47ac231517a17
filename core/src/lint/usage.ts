/**
 * What was measured of workloads, for rules that speak of use and for fixes that need a figure. Rules read it; who calls the linter reads it
 * from Prometheus, a recording or the reports of the editor.
 */
export interface UsageFacts {
  /** For people: `Prometheus https://prometheus.example`, `recording examples/platform/recording`. */
  readonly source: string;
  /** The namespace of manifests that name none. */
  readonly defaultNamespace: string;
  /** By {@link usageKey}. */
  readonly workloads: ReadonlyMap<string, WorkloadUsage>;
}

export interface WorkloadUsage {
  readonly requests: readonly RequestFigure[];
  /** Absent where nothing was measured. */
  readonly demand?: DemandFigure;
  /** Of a workload with GPUs. */
  readonly gpu?: GpuFigure;
}

/** What a container should request of a resource. */
export interface RequestFigure {
  readonly container: string;
  readonly resource: 'cpu' | 'memory';
  /** As Kubernetes writes it: `250m`, `512Mi`. */
  readonly quantity: string;
  /** How it was found, over how long and from where: `p95 + 15 %, 7 d, Prometheus https://…`. */
  readonly basis: string;
}

/** How much a workload's demand changes: requests per second, or the CPU of all its pods together. */
export interface DemandFigure {
  readonly metric: string;
  readonly unit: string;
  /** A twentieth of the time it is below. */
  readonly p5: number;
  /** A twentieth of the time it is above. */
  readonly p95: number;
  readonly spanMs: number;
  readonly basis: string;
}

export interface GpuFigure {
  /** Of one device, 0–1: a twentieth of the time it is above. */
  readonly p95: number;
  readonly basis: string;
}

/** Identity of a workload across versions: `apps/Deployment/prod/chat`. */
export function usageKey(
  namespace: string,
  { group, kind, name }: { readonly group: string; readonly kind: string; readonly name: string },
): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** What was measured of a workload of the workspace. */
export function usageOf(
  usage: UsageFacts | undefined,
  workload: {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string | undefined;
  },
): WorkloadUsage | undefined {
  return usage?.workloads.get(usageKey(workload.namespace ?? usage.defaultNamespace, workload));
}
