import type { WorkloadReport } from '../advisor/index.ts';
import type { WorkloadRef } from '../apis/workload-ref.ts';
import type { HpaSpec } from '../hpa/index.ts';
import type { Clock, ServedMetricNames } from '../ports/index.ts';
import type { HpaChanges, WhatIf } from '../simulator/index.ts';
import type { Result } from '../units/index.ts';
import type { DataSettings, ForecastSettings } from './protocol/index.ts';

/** All that the server needs of the world. Real ones are in `language-server/node`; tests bring their own. */
export interface LanguageServerAdapters {
  /** Of this program, for reports that name it. */
  readonly toolVersion: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** IANA name of the zone in which times are shown. */
  readonly timeZone: string;
  /** `undefined` for a folder that cannot be read, such as one of a virtual file system: only its open documents are known then. */
  openFolder(uri: string): FolderFiles | undefined;
  /** Throws `SourceError` where the source cannot be opened. */
  openWorkloads(request: WorkloadSourceRequest): Promise<WorkloadSource>;
}

export interface Timers {
  /** Calls `then` once after so many milliseconds, unless it is cancelled. */
  after(milliseconds: number, then: () => void): Timer;
  /** Lets what is waiting (messages of the client) go first. */
  pause(): Promise<void>;
}

export interface Timer {
  cancel(): void;
}

/** A file of a folder's listing. */
export interface ListedFile {
  /** POSIX, relative to the folder. */
  readonly path: string;
  readonly bytes: number;
}

/** The manifests of a workspace folder on disk. */
export interface FolderFiles {
  /** YAML and JSON files, sorted by path; `.gitignore` respected, `.git` and `node_modules` left out. Throws `SourceError`. */
  list(): Promise<readonly ListedFile[]>;
  /** Throws `SourceError` for a file that is not there, may not be read or is no text. */
  read(path: string): Promise<string>;
  /** The text of the `.kubectl-autoscale.yaml` that holds for the folder, searched upward. */
  readConfig(): Promise<FoundConfig | undefined>;
}

export interface FoundConfig {
  /** For people. */
  readonly path: string;
  readonly text: string;
}

export interface WorkloadSourceRequest {
  /** Relative paths of the settings are relative to this folder. */
  readonly folderUri: string;
  readonly data: DataSettings;
  readonly prices: string;
  readonly forecast: ForecastSettings;
  /** Never to be logged. */
  readonly prometheusToken?: string;
}

/** An HPA that is to be tried on a measured workload. Plain data. */
export interface WhatIfQuestion {
  readonly namespace: string;
  readonly ref: WorkloadRef;
  /** As the manifest has it. */
  readonly spec: HpaSpec;
  /** Absent: as it is. */
  readonly changes?: HpaChanges;
  /** How far to forecast. */
  readonly horizonMinutes: number;
}

export interface WhatIfOutcome {
  readonly whatIf: WhatIf;
  /** The analysis that it rests on, forecast as far as was asked. */
  readonly report: WorkloadReport;
}

/** Where reports of workloads come from: a cluster with its metrics, or a recording of both. */
export interface WorkloadSource {
  /** For people; holds no credential. */
  readonly description: string;
  /** The namespace of manifests that name none. */
  readonly defaultNamespace: string;
  /** True where the answer never changes: it is read once. */
  readonly isRecorded: boolean;
  /** The time by which the source's data is old or new; that of its recording for a recording. */
  readonly clock: Clock;
  /**
   * Reports on the workloads of one namespace, each handed out as soon as it is made. A workload that the source does not know is left
   * out. Throws `SourceError`; `cancelled` when the signal says so.
   */
  report(
    namespace: string,
    refs: readonly WorkloadRef[],
    onReport: (report: WorkloadReport) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Simulates an HPA on a workload's last day and its forecast. The error says in one sentence why that cannot be. Throws `SourceError`;
   * `cancelled` when the signal says so.
   */
  whatIf(question: WhatIfQuestion, signal: AbortSignal): Promise<Result<WhatIfOutcome, string>>;
  /**
   * What the cluster's metrics APIs serve now; nothing where nobody registered one. Absent for a source that cannot tell, as a recording. Throws
   * `SourceError`.
   */
  servedMetrics?(signal: AbortSignal): Promise<ServedMetricNames>;
  close(): void;
}
