import type { ReportRequest } from '../advisor/index.ts';
import { hpaView } from '../apis/hpa.ts';
import { runningContainers } from '../apis/pod-template.ts';
import { workloadView } from '../apis/workload.ts';
import type { Path, Range } from '../manifest/ranges.ts';
import type { SourceFile } from '../manifest/source-file.ts';
import { type AnnotatedObject, annotatedObjects } from './annotated-object.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { ageText, hourlyRange, moneyRange, useRange } from './figures.ts';
import { boundTooltip, requestTooltip } from './hint-tooltips.ts';
import { editorPosition } from './places.ts';
import type { EditorInlayHint } from './protocol-shapes.ts';

/**
 * Behind `requests` of each container: how much is used (p50–p95) and its part of what the workload costs now; behind an HPA's `minReplicas` and `maxReplicas`: the cost
 * at each. Only for what is measured, within the offsets of `range`.
 */
export function inlayHints(
  file: SourceFile,
  context: AnnotationContext,
  range: Range = { start: 0, end: file.text.length },
): readonly EditorInlayHint[] {
  return annotatedObjects(file, context)
    .flatMap((object) =>
      object.role === 'workload' ? requestHints(object, context) : boundHints(object, context),
    )
    .filter(({ offset }) => offset >= range.start && offset <= range.end)
    .map(({ offset, label, tooltip }) => ({
      position: editorPosition(file.positionAt(offset)),
      label,
      tooltip: { kind: 'markdown', value: tooltip },
      paddingLeft: true,
    }));
}

interface Hint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

function requestHints(object: AnnotatedObject, context: AnnotationContext): readonly Hint[] {
  const { resource, report } = object;
  const template = workloadView(resource.object)?.template;
  return (template ? runningContainers(template) : []).flatMap((container) => {
    const own = report.requests.filter((request) => request.container === container.name);
    const label = requestLabel(object, container.name, own, context);
    if (label === undefined) return [];
    const path = [...container.path, 'resources', 'requests'];
    const tooltip = requestTooltip(report, own, context);
    return resource.has(path)
      ? [{ offset: endOfLine(resource.file, startOf(object, path)), label, tooltip }]
      : [];
  });
}

function requestLabel(
  { report }: AnnotatedObject,
  container: string,
  requests: readonly ReportRequest[],
  { period, nowMs, staleAfterMs }: AnnotationContext,
): string | undefined {
  const [first] = requests;
  if (!first?.use) return undefined;
  const share = report.cost?.containers?.find((part) => part.container === container)?.share;
  const now = report.cost?.now;
  const age = ageText(first.basis.asOf, nowMs, staleAfterMs);
  return [
    `p50–p95 ${useRange(first.resource, first.use.p50, first.use.p95)}`,
    // Of the same replicas and prices as the lens: those of all containers make what it says.
    ...(now && share !== undefined
      ? [`${moneyRange(hourlyRange(now, share), now.currency, period)} now`]
      : []),
    ...(age === undefined ? [] : [age]),
  ].join(' · ');
}

function boundHints(object: AnnotatedObject, context: AnnotationContext): readonly Hint[] {
  const { resource, report, role } = object;
  const perReplica = report.cost?.perReplica;
  if (role === 'vpa' || !perReplica) return [];
  const [least, most] =
    role === 'hpa'
      ? (['minReplicas', 'maxReplicas'] as const)
      : (['minReplicaCount', 'maxReplicaCount'] as const);
  return ([least, most] as const).flatMap((key) => {
    const path = ['spec', key];
    const count = numberAt(object, key);
    if (count === undefined || !resource.has(path)) return [];
    const cost = moneyRange(hourlyRange(perReplica, count), perReplica.currency, context.period);
    const label = key === most ? `≤ ${cost} at max` : `${cost} at min`;
    const { end } = resource.rangeOf(path);
    return [{ offset: end, label, tooltip: boundTooltip(report, count, context) }];
  });
}

function numberAt({ resource, role }: AnnotatedObject, key: string): number | undefined {
  if (role === 'hpa') {
    const view = resource.derive(hpaView);
    return key === 'minReplicas' ? view?.minReplicas : view?.maxReplicas;
  }
  const spec = resource.object.spec as Readonly<Record<string, unknown>> | undefined;
  const value = spec?.[key];
  return typeof value === 'number' ? value : undefined;
}

/** The key of an entry: where its line is. */
function startOf({ resource }: AnnotatedObject, path: Path): number {
  return resource.rangeOf(path, 'key').start;
}

function endOfLine({ text }: SourceFile, offset: number): number {
  const end = text.indexOf('\n', offset);
  const line = text.slice(offset, end < 0 ? text.length : end);
  return offset + line.trimEnd().length;
}
