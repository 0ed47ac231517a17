import type { WorkloadReport } from '../advisor/index.ts';
import type { SourceFile } from '../manifest/source-file.ts';
import { formatClock } from '../units/index.ts';
import { type AnnotatedObject, annotatedObjects } from './annotated-object.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { ageText, changePerPeriod, hourlyRange, metricText, moneyRange } from './figures.ts';
import { editorRange } from './places.ts';
import type { EditorCodeLens } from './protocol-shapes.ts';
import { controllingVpa } from './vpa-control.ts';

/** The command that a lens runs, by the server's protocol. */
export interface LensCommands {
  readonly showWorkload: string;
}

/**
 * One line above each measured workload: what it costs, what right-sizing saves (or which VPA sees to that), when demand peaks next. An
 * autoscaler has it only where its workload stands in another file.
 */
export function codeLenses(
  file: SourceFile,
  uri: string,
  context: AnnotationContext,
  commands: LensCommands,
): readonly EditorCodeLens[] {
  return annotatedObjects(file, context)
    .filter(({ role, workload }) => role === 'workload' || workload.file !== file)
    .map((object) => {
      const range = editorRange(file, object.resource.rangeOf(['kind'], 'entry'));
      return { range, command: lensCommand(object, uri, range.start, context, commands) };
    });
}

function lensCommand(
  object: AnnotatedObject,
  uri: string,
  position: EditorCodeLens['range']['start'],
  context: AnnotationContext,
  { showWorkload }: LensCommands,
): EditorCodeLens['command'] {
  const title = lensTitle(object, context);
  if (!context.hasCommand(showWorkload)) return { title, command: '' };
  const { kind, namespace, name } = object.report.workload;
  return { title, command: showWorkload, arguments: [{ uri, position, kind, namespace, name }] };
}

/** `$955–2,056/mo now · right-size saves $36–61/mo · peak 14:17 needs 10`. */
function lensTitle(object: AnnotatedObject, context: AnnotationContext): string {
  const { report } = object;
  const { period, nowMs, staleAfterMs } = context;
  const age = ageText(newestDatum(report), nowMs, staleAfterMs);
  const { ready, spec } = report.replicas;
  const cost = report.cost && moneyRange(hourlyRange(report.cost.now), report.cost.now.currency, period);
  return [
    cost === undefined ? `${ready} of ${spec} ready` : `${cost} now`,
    ...sizingText(object, context),
    ...peakText(report, context),
    ...(age === undefined ? [] : [age]),
  ].join(' · ');
}

/** No saving is promised where the template's requests are not what the pods get. */
function sizingText(object: AnnotatedObject, context: AnnotationContext): readonly string[] {
  const vpa = controllingVpa(object, context);
  if (vpa !== undefined) return [`VPA ${vpa} sets requests`];
  const { cost, requests } = object.report;
  if (!cost?.rightsized || requests.length === 0) return [];
  const change = changePerPeriod(cost.now, cost.rightsized, context.period);
  return change === undefined ? [] : [`right-size ${change.verb} ${change.amount}`];
}

function peakText({ forecast, scaling }: WorkloadReport, { timeZone }: AnnotationContext): readonly string[] {
  const peak = scaling.peak;
  if (peak && scaling.decidedBy === 'hpa') {
    return [`peak ${formatClock(peak.at, timeZone)} needs ${peak.desiredReplicas}`];
  }
  if (!forecast?.trusted) return [];
  const highest = forecast.points.reduce((best, point) => (point.value > best.value ? point : best));
  return [`peak ${formatClock(highest.at, timeZone)} ${metricText(highest.value, forecast.unit)}`];
}

/** The newest datum behind a report's metrics. */
export function newestDatum({ metrics, generatedAt }: WorkloadReport): string | undefined {
  if (metrics.length === 0) return generatedAt;
  return metrics
    .flatMap(({ basis }) => basis.asOf ?? [])
    .sort()
    .at(-1);
}
