import type { WorkloadReport } from '../advisor/index.ts';
import type { SourceFile } from '../manifest/source-file.ts';
import { type AnnotatedObject, annotatedObjects } from './annotated-object.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { ageText, clockText, hourlyRange, metricText, moneyPerPeriod, moneyRange } from './figures.ts';
import { editorRange } from './places.ts';
import type { EditorCodeLens } from './protocol-shapes.ts';

/** The command that a lens runs, by the server's protocol. */
export interface LensCommands {
  readonly showWorkload: string;
}

/** Changes of the cost below this share are not worth a word. */
const NOTABLE_SHARE = 0.005;

/**
 * One line above each measured workload: what it costs, what right-sizing saves, when demand peaks next. An autoscaler has it only
 * where its workload stands in another file.
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
  { report }: AnnotatedObject,
  uri: string,
  position: EditorCodeLens['range']['start'],
  context: AnnotationContext,
  { showWorkload }: LensCommands,
): EditorCodeLens['command'] {
  const title = lensTitle(report, context);
  if (!context.hasCommand(showWorkload)) return { title, command: '' };
  const { kind, namespace, name } = report.workload;
  return { title, command: showWorkload, arguments: [{ uri, position, kind, namespace, name }] };
}

/** `$955–2,056/mo now · right-size saves $61/mo · peak 14:17 needs 10`. */
function lensTitle(report: WorkloadReport, context: AnnotationContext): string {
  const { period, nowMs, staleAfterMs } = context;
  const age = ageText(newestDatum(report), nowMs, staleAfterMs);
  const { ready, spec } = report.replicas;
  const cost = report.cost && moneyRange(hourlyRange(report.cost.now), report.cost.now.currency, period);
  return [
    cost === undefined ? `${ready} of ${spec} ready` : `${cost} now`,
    ...savingText(report, context),
    ...peakText(report, context),
    ...(age === undefined ? [] : [age]),
  ].join(' · ');
}

function savingText({ cost, requests }: WorkloadReport, { period }: AnnotationContext): readonly string[] {
  if (!cost?.rightsized || requests.length === 0) return [];
  const saved = cost.now.perHour - cost.rightsized.perHour;
  if (Math.abs(saved) <= cost.now.perHour * NOTABLE_SHARE) return [];
  const amount = moneyPerPeriod(saved, cost.now.currency, period);
  return [saved > 0 ? `right-size saves ${amount}` : `right-size adds ${amount}`];
}

function peakText({ forecast, scaling }: WorkloadReport, { timeZone }: AnnotationContext): readonly string[] {
  const peak = scaling.peak;
  if (peak && scaling.decidedBy === 'hpa') {
    return [`peak ${clockText(peak.at, timeZone)} needs ${peak.desiredReplicas}`];
  }
  if (!forecast?.trusted) return [];
  const highest = forecast.points.reduce((best, point) => (point.value > best.value ? point : best));
  return [`peak ${clockText(highest.at, timeZone)} ${metricText(highest.value, forecast.unit)}`];
}

/** The newest datum behind a report's metrics. */
export function newestDatum({ metrics, generatedAt }: WorkloadReport): string | undefined {
  if (metrics.length === 0) return generatedAt;
  return metrics
    .flatMap(({ basis }) => basis.asOf ?? [])
    .sort()
    .at(-1);
}
