import type { ReportRequest, WorkloadReport } from '../advisor/index.ts';
import { formatShare } from '../units/index.ts';
import { escapeMarkdown, markdownTable } from '../units/markdown.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { amountText, basisText, moneyRange, useRange } from './figures.ts';
import { usualHourlyCost, usualReplicas } from './replica-range.ts';

/** What a container asks for, uses and should ask for, with the basis of each figure. */
export function requestTooltip(
  report: WorkloadReport,
  requests: readonly ReportRequest[],
  context: AnnotationContext,
): string {
  const rows = requests.map(({ resource, currentRequest, use, recommendedRequest }) => [
    resource,
    currentRequest === undefined ? 'none' : amountText(resource, currentRequest),
    use ? useRange(resource, use.p50, use.p95) : '',
    use ? amountText(resource, use.max) : '',
    amountText(resource, recommendedRequest),
  ]);
  const bases = [...new Set(requests.map(({ basis }) => basisText(basis, context.timeZone)))];
  return [
    markdownTable(['', 'requested', 'p50–p95', 'maximum', 'advised'], rows),
    ...bases.map((basis) => `*${escapeMarkdown(basis)}*`),
    ...costNote(report, requests[0]?.container, context),
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

/** What the hint's cost is, and what it would be at the replicas that are usual. */
function costNote(
  report: WorkloadReport,
  container: string | undefined,
  { timeZone, period }: AnnotationContext,
): readonly string[] {
  const { cost, replicas } = report;
  const share = cost?.containers?.find((part) => part.container === container)?.share;
  if (!cost || share === undefined) return [];
  const { lower, upper } = usualReplicas(report);
  const usual = usualHourlyCost(report, share);
  const count = lower === upper ? String(lower) : `${lower}–${upper}`;
  const range =
    usual === undefined
      ? ''
      : ` At ${count} replicas (p50–p95 of what was read) it is ${moneyRange(usual, cost.now.currency, period)}.`;
  const text = `Cost: ${formatShare(share)} of what the workload costs now, at ${replicas.ready} replicas.${range}`;
  return [escapeMarkdown(text), ...priceNote(report, timeZone)];
}

function priceNote({ cost }: WorkloadReport, timeZone: string): readonly string[] {
  if (!cost) return [];
  const notes = [basisText({ ...cost.basis, method: '' }, timeZone), ...cost.assumptions, ...cost.unpriced];
  return [`*${escapeMarkdown(notes.join('; '))}*`];
}
