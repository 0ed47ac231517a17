import type { WorkloadReport } from '../advisor/index.ts';
import type { WorkloadRef } from '../apis/workload-ref.ts';
import type { ChartPalette } from '../charts/index.ts';
import type { Workspace } from '../lint/workspace.ts';

/** What annotations are made from: the workspace, the reports that are there, and how the user wants to read them. */
export interface AnnotationContext {
  readonly workspace: Workspace;
  /** By {@link reportKey}. */
  readonly reports: ReadonlyMap<string, WorkloadReport>;
  /** The namespace of manifests that name none. */
  readonly defaultNamespace: string;
  /** By the clock of the source: a recording does not age. */
  readonly nowMs: number;
  /** Older figures say their age where they stand. */
  readonly staleAfterMs: number;
  readonly period: 'hour' | 'month';
  /** IANA name. */
  readonly timeZone: string;
  readonly palette: ChartPalette;
  /** Whether the client has a command of ours. */
  readonly hasCommand: (command: string) => boolean;
}

/** Identity of a workload across versions: `apps/Deployment/prod/chat`. */
export function reportKey(namespace: string, { group, kind, name }: WorkloadRef): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
