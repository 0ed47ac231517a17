import type { EditorPosition, EditorTextEdit, WhatIfSettings, WorkloadNode } from '../../language/index.ts';

/**
 * What client and server say to each other beside the Language Server Protocol. Every name starts with `kubectlAutoscale/`; a client that
 * knows none of them still gets diagnostics, hovers, lenses, hints and code actions.
 */
export const MESSAGES = {
  /** Notification to the client, {@link DataStatus}: sent when the state of a folder's data changes, never for each document. */
  dataStatus: 'kubectlAutoscale/dataStatus',
  /** Notification to the client, {@link WorkspaceStatus}. */
  workspaceStatus: 'kubectlAutoscale/workspaceStatus',
  /** Notification to the server, {@link PrometheusToken}. */
  prometheusToken: 'kubectlAutoscale/prometheusToken',
  /** Notification to the server, {@link TrustChange}. */
  trust: 'kubectlAutoscale/trust',
  /** Notification to the server, {@link ThemeChange}. */
  colorTheme: 'kubectlAutoscale/colorTheme',
  /** Request to the server: {@link LintReportParams} → {@link LintReport}. */
  lintReport: 'kubectlAutoscale/lintReport',
  /** Request to the server, without parameters: {@link WorkloadTree}. */
  workloadTree: 'kubectlAutoscale/workloadTree',
  /** Request to the server: {@link WhatIfSubjectParams} → {@link WhatIfSubject} or {@link WhatIfProblem}. */
  whatIfSubject: 'kubectlAutoscale/whatIfSubject',
  /** Request to the server, which takes seconds and can be cancelled: {@link WhatIfParams} → `WhatIfView` or {@link WhatIfProblem}. */
  whatIf: 'kubectlAutoscale/whatIf',
  /** Request to the server: {@link WhatIfParams} with settings → {@link WhatIfEdit} or {@link WhatIfProblem}. */
  whatIfEdit: 'kubectlAutoscale/whatIfEdit',
} as const;

/** `initializationOptions` of the `initialize` request; all of them optional. */
export interface InitializationOptions {
  /** False: the workspace is not trusted. Manifests are linted; no setting that names a path, a URL or a context is followed. Default true. */
  readonly trusted?: boolean;
  /** Bearer token for Prometheus, from the client's secret storage. Held in memory only, sent to no other URL, never logged. */
  readonly prometheusToken?: string;
  /** The commands of {@link CLIENT_COMMANDS} that the client has. Lenses and hovers link to those only. */
  readonly clientCommands?: readonly string[];
  /** Folder of the rule pages (`<rule-id>.md`) as a URI: where the codes of diagnostics link to. Default: upstream's own sources. */
  readonly rulePages?: string;
  /** For the colours of charts. Default `neutral`: readable on both. */
  readonly colorTheme?: ColorTheme;
}

export type ColorTheme = 'light' | 'dark' | 'neutral';

export interface ThemeChange {
  readonly colorTheme: ColorTheme;
}

export interface PrometheusToken {
  /** `null`: there is none any more. */
  readonly token: string | null;
}

export interface TrustChange {
  readonly trusted: boolean;
}

/** The state of a workspace folder's measured data. */
export interface DataStatus {
  /** URI of the workspace folder. */
  readonly folder: string;
  /**
   * `off`: no source is named, or the workspace is not trusted. `loading`: the first answer is on its way. `ready`. `stale`: the last answer is
   * shown, with its age, and a newer one could not be had. `error`: there is nothing to show.
   */
  readonly state: 'off' | 'loading' | 'ready' | 'stale' | 'error';
  /** One sentence for people: what is shown, or what failed. Never holds a credential. */
  readonly text: string;
  /** What to do next, most likely remedy first; for `error` and `stale`. */
  readonly suggestions: readonly string[];
  /** Where the figures come from: `recording examples/platform/recording (…)`. */
  readonly basis?: string;
  /** When the newest datum was taken, ISO 8601. */
  readonly asOf?: string;
  /** Seconds from `asOf` to now, by the source's own clock: a recording does not age. */
  readonly ageSeconds?: number;
  /** Workloads of the folder's manifests for which there is data, and all of them. */
  readonly workloads?: { readonly found: number; readonly total: number };
}

/** What a workspace folder holds. Sent when it has been read, and when the figures change. */
export interface WorkspaceStatus {
  readonly folder: string;
  readonly state: 'reading' | 'ready';
  readonly files: number;
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Why some manifests were left out: too many, too large. One sentence; absent where none was. */
  readonly notice?: string;
  /** What the folder's workloads cost now, for people: `$1,240/mo`. Absent without data or prices. */
  readonly cost?: string;
}

export interface LintReportParams {
  /** A document: its findings only. A workspace folder, or absent (the first folder): all findings of it. */
  readonly uri?: string;
}

export interface LintReport {
  /** What `lint --format json` prints in the workspace folder with the same settings, byte for byte. */
  readonly json: string;
}

/** The autoscaled workloads of all workspace folders. */
export interface WorkloadTree {
  readonly workloads: readonly WorkloadNode[];
}

/** Where the cursor is. */
export interface WhatIfSubjectParams {
  readonly textDocument: { readonly uri: string };
  readonly position: EditorPosition;
}

/** The HPA that is meant: the one at the cursor, or that scales the workload there. */
export interface WhatIfSubject {
  /** Of the document that holds it. */
  readonly uri: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface WhatIfParams {
  readonly subject: WhatIfSubject;
  /** Absent: as the manifest has it. */
  readonly settings?: WhatIfSettings;
}

/** Why nothing can be shown or written, in one sentence. */
export interface WhatIfProblem {
  readonly problem: string;
  /** `chooseData`: a data source would help. */
  readonly remedy?: 'chooseData';
}

/** The settings, written into the manifest; no changes where it has them already. */
export interface WhatIfEdit {
  readonly changes: Readonly<Record<string, readonly EditorTextEdit[]>>;
}
