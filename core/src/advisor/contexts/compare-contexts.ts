import type { ClusterFinding } from '../cluster-report/cluster-report.ts';
import type { CostReport } from '../cost-plan/cost-report.ts';
import type { WorkloadReport, WorkloadReportList } from '../workload-report.ts';
import type {
  ContextsAnalysis,
  ContextsCost,
  ContextsFindings,
  UnavailableContext,
} from './contexts-report.ts';
import { type ContextFacts, driftOf } from './drift.ts';

/** What one context answered. */
export interface OfContext<Report> {
  readonly context: string;
  readonly report: Report;
}

/** Of several contexts: what answered, what did not, and whether each context's own namespace was meant, so that names are compared without it. */
export interface Compared<Report> {
  readonly answers: readonly OfContext<Report>[];
  readonly unavailable: readonly UnavailableContext[];
  readonly isOwnNamespace: boolean;
}

const apiVersion = 'kubectl-autoscale.io/v1alpha1';

/** Workloads of several contexts, and where their autoscalers, fixed replicas and requests differ. */
export function compareAnalyses({
  answers,
  unavailable,
  isOwnNamespace,
}: Compared<WorkloadReportList>): ContextsAnalysis {
  const factsOf = ({ context, report }: OfContext<WorkloadReportList>): ContextFacts => ({
    context,
    facts: new Map(report.items.map((item) => [workloadSubject(item, isOwnNamespace), configured(item)])),
  });
  return {
    apiVersion,
    kind: 'ContextsAnalysis',
    contexts: answers.map((each) => ({ ...each })),
    unavailable: [...unavailable],
    drift: driftOf(answers.map(factsOf)),
  };
}

/** `deployment/chat`, with its namespace before it unless that is each context's own. */
export function workloadSubject(
  { workload }: Pick<WorkloadReport, 'workload'>,
  isOwnNamespace: boolean,
): string {
  const name = `${workload.kind.toLowerCase()}/${workload.name}`;
  return isOwnNamespace ? name : `${workload.namespace}/${name}`;
}

/** What somebody wrote; what an autoscaler sets is left out. */
function configured({
  replicas,
  autoscalers,
  requests,
}: WorkloadReport): ReadonlyMap<string, string | number> {
  const fields = new Map<string, string | number>();
  const hpas = autoscalers.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  if (hpas.length === 0) fields.set('replicas', replicas.spec);
  for (const { minReplicas = 1, maxReplicas, metrics } of hpas) {
    fields.set('minReplicas', minReplicas);
    if (maxReplicas !== undefined) fields.set('maxReplicas', maxReplicas);
    fields.set('HPA metrics', metrics.join(', '));
  }
  for (const { kind, updateMode = '' } of autoscalers) {
    if (kind === 'VerticalPodAutoscaler') fields.set('VPA update mode', updateMode);
  }
  for (const { container, resource, currentRequest, currentLimit } of requests) {
    fields.set(`${container} ${resource} request`, currentRequest ?? 'none');
    fields.set(`${container} ${resource} limit`, currentLimit ?? 'none');
  }
  return fields;
}

/** Bills of several contexts, and which groups of pods cost otherwise in one than in another. */
export function compareCosts({
  answers,
  unavailable,
}: Omit<Compared<CostReport>, 'isOwnNamespace'>): ContextsCost {
  const factsOf = ({ context, report }: OfContext<CostReport>): ContextFacts => ({
    context,
    facts: new Map(
      report.rows.map(({ name, pods, perHour }) => [
        name,
        new Map([
          ['pods', pods],
          ['perHour', perHour],
        ]),
      ]),
    ),
  });
  return {
    apiVersion,
    kind: 'ContextsCost',
    contexts: answers.map((each) => ({ ...each })),
    unavailable: [...unavailable],
    drift: driftOf(answers.map(factsOf)),
  };
}

/** Findings in the live objects of several contexts, and which of them some contexts have and others have not. */
export function compareFindings({
  answers,
  unavailable,
  isOwnNamespace,
}: Compared<readonly ClusterFinding[]>): ContextsFindings {
  const factsOf = ({ context, report }: OfContext<readonly ClusterFinding[]>): ContextFacts => ({
    context,
    facts: new Map(report.map((finding) => [findingSubject(finding, isOwnNamespace), new Map()])),
  });
  return {
    apiVersion,
    kind: 'ContextsFindings',
    contexts: answers.map(({ context, report }) => ({ context, findings: [...report] })),
    unavailable: [...unavailable],
    drift: driftOf(answers.map(factsOf)),
  };
}

/** A rule and the object that it is about: `hpa-target-missing prod/HorizontalPodAutoscaler/chat`. */
export function findingSubject({ ruleId, object }: ClusterFinding, isOwnNamespace: boolean): string {
  const [namespace = '', ...rest] = object.split('/');
  const isNamespaced = rest.length > 1;
  return `${ruleId} ${isOwnNamespace && isNamespaced ? rest.join('/') : [namespace, ...rest].join('/')}`;
}
