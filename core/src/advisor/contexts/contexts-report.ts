import type { ClusterFinding } from '../cluster-report/cluster-report.ts';
import type { CostReport } from '../cost-plan/cost-report.ts';
import type { WorkloadReportList } from '../workload-report.ts';

/** A context that gave no answer, and why. */
export interface UnavailableContext {
  context: string;
  message: string;
}

/** Something that is not the same in all contexts. */
export interface ReportDrift {
  /** `deployment/chat`; with its namespace where one was named or all were asked for. */
  subject: string;
  field: string;
  /** By context; `null` where there is no such thing. */
  values: Record<string, string | number | null>;
}

/** What `analyze --contexts` prints. */
export interface ContextsAnalysis {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'ContextsAnalysis';
  contexts: { context: string; report: WorkloadReportList }[];
  unavailable: UnavailableContext[];
  drift: ReportDrift[];
}

/** What `cost --contexts` prints. */
export interface ContextsCost {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'ContextsCost';
  contexts: { context: string; report: CostReport }[];
  unavailable: UnavailableContext[];
  drift: ReportDrift[];
}

/** What `lint --cluster --contexts --format json` prints. */
export interface ContextsFindings {
  apiVersion: 'kubectl-autoscale.io/v1alpha1';
  kind: 'ContextsFindings';
  contexts: { context: string; findings: ClusterFinding[] }[];
  unavailable: UnavailableContext[];
  drift: ReportDrift[];
}
