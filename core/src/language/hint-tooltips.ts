import type { ReportRequest, WorkloadReport } from '../advisor/index.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { amountText, basisText, useRange } from './figures.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import { usualReplicas } from './replica-range.ts';

/** What a container asks for, uses and should ask for, with the basis of each figure. */
export function requestTooltip(
  report: WorkloadReport,
  requests: readonly ReportRequest[],
  { timeZone }: AnnotationContext,
): string {
  const rows = requests.map(({ resource, currentRequest, use, recommendedRequest }) => [
    resource,
    currentRequest === undefined ? 'none' : amountText(resource, currentRequest),
    use ? useRange(resource, use.p50, use.p95) : '',
    use ? amountText(resource, use.max) : '',
    amountText(resource, recommendedRequest),
  ]);
  const bases = [...new Set(requests.map(({ basis }) => basisText(basis, timeZone)))];
  return [
    markdownTable(['', 'requested', 'p50–p95', 'maximum', 'advised'], rows),
    ...bases.map((basis) => `*${escapeMarkdown(basis)}*`),
    ...costNote(report, timeZone),
  ].join('\n\n');
}

/** What so many replicas cost, and how that is counted. */
export function boundTooltip(
  report: WorkloadReport,
  replicas: number,
  { timeZone }: AnnotationContext,
): string {
  const { namespace, name, kind } = report.workload;
  const what = `${replicas} ${replicas === 1 ? 'replica' : 'replicas'} of ${kind} ${namespace}/${name}, each as it runs now.`;
  return [escapeMarkdown(what), ...priceNote(report, timeZone)].join('\n\n');
}

function costNote(report: WorkloadReport, timeZone: string): readonly string[] {
  if (!report.cost?.perReplica) return [];
  const { lower, upper } = usualReplicas(report);
  const count = lower === upper ? String(lower) : `${lower}–${upper} (p50–p95 of what was read)`;
  return [
    `Cost: the container's part of its pod's cost, at ${escapeMarkdown(count)} replicas.`,
    ...priceNote(report, timeZone),
  ];
}

function priceNote({ cost }: WorkloadReport, timeZone: string): readonly string[] {
  if (!cost) return [];
  const notes = [basisText({ ...cost.basis, method: '' }, timeZone), ...cost.assumptions, ...cost.unpriced];
  return [`*${escapeMarkdown(notes.join('; '))}*`];
}
