import type { ReportForecast, ReportMetric, ReportRequest, WorkloadReport } from '../advisor/index.ts';
import type { ContainerView } from '../apis/container.ts';
import { horizontalPodAutoscaler } from '../apis/kinds.ts';
import { runningContainers } from '../apis/pod-template.ts';
import { vpaPaths, vpaView } from '../apis/vpa.ts';
import { workloadView } from '../apis/workload.ts';
import type { Path } from '../manifest/ranges.ts';
import type { SourceFile } from '../manifest/source-file.ts';
import { formatClock, formatDuration, formatShare } from '../units/index.ts';
import { escapeMarkdown, markdownTable } from '../units/markdown.ts';
import { type AnnotatedObject, annotatedObjects } from './annotated-object.ts';
import type { AnnotationContext } from './annotation-context.ts';
import { newestDatum } from './code-lenses.ts';
import { ageText, amountText, basisText, hourlyRange, metricText, moneyRange, useRange } from './figures.ts';
import { gpuHoverText, gpuNamesOf } from './gpu-hover.ts';
import { hoverChart } from './hover-chart.ts';
import { editorRange } from './places.ts';
import type { EditorHover, EditorRange } from './protocol-shapes.ts';
import { controllingVpa } from './vpa-control.ts';

/** Where one hovers to learn about the workload; paths from the object's root. */
const SUBJECTS: Readonly<Record<AnnotatedObject['role'], readonly Path[]>> = {
  workload: [['kind'], ['metadata', 'name'], ['spec', 'replicas']],
  hpa: [
    ['kind'],
    ['metadata', 'name'],
    ['spec', 'scaleTargetRef'],
    ['spec', 'minReplicas'],
    ['spec', 'maxReplicas'],
    ['spec', 'metrics'],
  ],
  vpa: [['kind'], ['metadata', 'name'], ['spec', 'targetRef'], ['spec', 'resourcePolicy']],
  scaledObject: [
    ['kind'],
    ['metadata', 'name'],
    ['spec', 'scaleTargetRef'],
    ['spec', 'minReplicaCount'],
    ['spec', 'maxReplicaCount'],
    ['spec', 'triggers'],
  ],
};

/**
 * What is known of the workload at an offset: headline, a table, drawn history and forecast, and the basis of each figure. Inside a container's
 * `resources` the table is of that container. `undefined` elsewhere, and where nothing is known.
 */
export function hover(
  file: SourceFile,
  offset: number,
  context: AnnotationContext,
  links?: HoverLinks,
): EditorHover | undefined {
  for (const object of annotatedObjects(file, context)) {
    const { resource } = object;
    const at = (path: Path) => {
      if (!resource.has(path)) return undefined;
      const range = resource.rangeOf(path, 'entry');
      return offset >= range.start && offset <= range.end ? range : undefined;
    };
    for (const subject of [...containerSubjects(object), ...workloadSubjects(object)]) {
      const range = at(subject.path);
      if (!range) continue;
      const found = editorRange(file, range);
      const link = links ? whatIfLink(object, found, context, links) : [];
      const value = [hoverText(object, subject, context), ...link].join('\n\n');
      return { contents: { kind: 'markdown', value }, range: found };
    }
  }
  return undefined;
}

/** What a hover may link to: the document's address and the command that opens the what-if panel. */
export interface HoverLinks {
  readonly uri: string;
  readonly whatIf: string;
}

/** For an HPA and for what it scales, where the client has the panel. */
function whatIfLink(
  { resource, role, workload, report }: AnnotatedObject,
  { start: position }: EditorRange,
  { workspace, hasCommand }: AnnotationContext,
  { uri, whatIf }: HoverLinks,
): readonly string[] {
  const isScaled = role === 'hpa' || workspace.autoscalersOf(workload, horizontalPodAutoscaler).length > 0;
  if (!isScaled || !hasCommand(whatIf)) return [];
  const { namespace } = report.workload;
  const { kind, name } = resource;
  const argument = encodeURIComponent(JSON.stringify([{ uri, position, kind, namespace, name }]));
  return [
    `[What if the HPA were set otherwise…](command:${whatIf}?${argument.replaceAll('(', '%28').replaceAll(')', '%29')})`,
  ];
}

interface Subject {
  readonly path: Path;
  readonly container?: string;
  /** A GPU resource of that container. */
  readonly gpu?: { readonly of: ContainerView; readonly name: string };
}

/** A workload's containers, and the policies of a VPA that name one of its target's. */
function containerSubjects({ resource, role, report }: AnnotatedObject): readonly Subject[] {
  if (role === 'vpa') {
    const isMeasured = (name: string): boolean => report.requests.some(({ container }) => container === name);
    return (vpaView(resource.object)?.containerPolicies ?? []).flatMap(({ containerName }, index) =>
      containerName === undefined || !isMeasured(containerName)
        ? []
        : [{ path: [...vpaPaths.containerPolicies, index], container: containerName }],
    );
  }
  if (role !== 'workload') return [];
  const template = workloadView(resource.object)?.template;
  return (template ? runningContainers(template) : []).flatMap((of): Subject[] => {
    const path = [...of.path, 'resources'];
    const gpus = gpuNamesOf(of).flatMap((name) =>
      ['limits', 'requests'].map((list) => ({
        path: [...path, list, name],
        container: of.name,
        gpu: { of, name },
      })),
    );
    return [...gpus, { path, container: of.name }];
  });
}

function workloadSubjects({ role }: AnnotatedObject): readonly Subject[] {
  return SUBJECTS[role].map((path) => ({ path }));
}

function hoverText(object: AnnotatedObject, { container, gpu }: Subject, context: AnnotationContext): string {
  const { report } = object;
  if (gpu) {
    return [headline(report, container, context), ...gpuHoverText(report, gpu.of, gpu.name, context)].join(
      '\n\n',
    );
  }
  const vpa = controllingVpa(object, context);
  const chart = hoverChart(report, context);
  const requests = report.requests.filter(
    (request) => container === undefined || request.container === container,
  );
  const table =
    container === undefined
      ? markdownTable(['', 'now', 'ahead'], workloadRows(report, vpa, context))
      : markdownTable(['', 'requested', 'p50–p95', 'maximum', 'advised'], requests.map(requestRow));
  const drawn = chart === undefined ? [] : [chart];
  return [
    headline(report, container, context),
    // An editor shows some 250 px of a hover before it scrolls: a container's two rows and the chart, or the chart and the first rows.
    ...(container === undefined ? [...drawn, table] : [table, ...drawn]),
    ...footnotes(report, requests, vpa, context),
  ].join('\n\n');
}

function headline(
  { workload, replicas, autoscalers, metrics, generatedAt }: WorkloadReport,
  container: string | undefined,
  { nowMs, staleAfterMs }: AnnotationContext,
): string {
  const age = ageText(newestDatum({ metrics, generatedAt } as WorkloadReport), nowMs, staleAfterMs);
  const parts = [
    workload.kind,
    `${replicas.ready} of ${replicas.spec} ready`,
    ...autoscalers.map((each) =>
      each.kind === 'HorizontalPodAutoscaler'
        ? `HPA ${each.minReplicas ?? 1}–${each.maxReplicas ?? '?'}`
        : `VPA ${each.updateMode ?? ''}`.trim(),
    ),
    ...(container === undefined ? [] : [`container ${container}`]),
    ...(age === undefined ? [] : [`figures ${age}`]),
  ];
  return `**${escapeMarkdown(`${workload.namespace}/${workload.name}`)}** · ${escapeMarkdown(parts.join(' · '))}`;
}

function workloadRows(
  report: WorkloadReport,
  vpa: string | undefined,
  context: AnnotationContext,
): readonly (readonly string[])[] {
  const { metrics, forecast } = report;
  return [
    replicasRow(report, context),
    ...costRow(report, vpa, context),
    // Replicas have a row of their own, with what the HPA makes of them.
    ...metrics
      .filter(({ name }) => name !== 'replicas')
      .map((metric) => metricRow(metric, forecast, context)),
  ];
}

function metricRow(
  metric: ReportMetric,
  forecast: ReportForecast | undefined,
  { timeZone }: AnnotationContext,
): readonly string[] {
  const { title, unit, current, target, requested } = metric;
  const of = target ?? requested;
  const bound =
    of === undefined ? '' : ` of ${metricText(of, unit)}${target === undefined ? ' requested' : ' target'}`;
  const now = current === undefined ? 'no samples' : `${metricText(current, unit)}${bound}`;
  const end = forecast?.metric === metric.name ? forecast.points.at(-1) : undefined;
  if (!end) return [title, now, ''];
  const ahead = `${metricText(end.value, unit)} at ${formatClock(end.at, timeZone)} (${metricText(end.lower, unit)}–${metricText(end.upper, unit)})`;
  return [title, now, ahead];
}

function replicasRow(
  { scaling, replicas }: WorkloadReport,
  { timeZone }: AnnotationContext,
): readonly string[] {
  const { now, peak = scaling.ahead } = scaling;
  const wanted =
    now.desiredReplicas === replicas.spec ? `${replicas.spec}` : `${replicas.spec} → ${now.desiredReplicas}`;
  const ahead = peak ? `${peak.desiredReplicas} at ${formatClock(peak.at, timeZone)}` : '';
  return ['replicas', wanted, ahead];
}

/** What right-sizing would make of it is said only where the template's requests count. */
function costRow(
  { cost }: WorkloadReport,
  vpa: string | undefined,
  { period }: AnnotationContext,
): readonly (readonly string[])[] {
  if (!cost) return [];
  const text = (money: typeof cost.now) => moneyRange(hourlyRange(money), money.currency, period);
  return [
    [
      'cost',
      text(cost.now),
      cost.rightsized && vpa === undefined ? `${text(cost.rightsized)} right-sized` : '',
    ],
  ];
}

function requestRow({ resource, currentRequest, use, recommendedRequest }: ReportRequest): readonly string[] {
  return [
    resource,
    currentRequest === undefined ? 'none' : amountText(resource, currentRequest),
    use ? useRange(resource, use.p50, use.p95) : '',
    use ? amountText(resource, use.max) : '',
    amountText(resource, recommendedRequest),
  ];
}

/** Where each kind of figure comes from, and what could not be had. */
function footnotes(
  report: WorkloadReport,
  requests: readonly ReportRequest[],
  vpa: string | undefined,
  { timeZone }: AnnotationContext,
): readonly string[] {
  const { forecast, noForecast, cost, notes, scaling } = report;
  const [metric] = report.metrics;
  const sizing = requests[0];
  const lines = [
    ...(metric ? [`Metrics: ${basisText(metric.basis, timeZone)}.`] : []),
    ...(forecast ? [forecastNote(forecast)] : []),
    ...(noForecast ? [noForecast.note] : []),
    ...(sizing ? [`Sizing: ${basisText(sizing.basis, timeZone)}.`] : []),
    ...(vpa === undefined ? [] : [`VPA ${vpa} sets the requests of new pods, whatever the manifest says.`]),
    ...(cost
      ? [
          `Cost: ${basisText({ ...cost.basis, method: '' }, timeZone)}${[...cost.assumptions, ...cost.unpriced].map((text) => `; ${text}`).join('')}.`,
        ]
      : []),
    ...scaling.notes,
    ...notes,
  ];
  return lines.map((line) => `*${escapeMarkdown(line)}*`);
}

/** Which model forecast with which error, or why it is not trusted, in a sentence. */
export function forecastNote({ model, pattern, trusted, note, error, coverage }: ReportForecast): string {
  if (!trusted) return `Forecast: staying reactive${note === undefined ? '' : `: ${note}`}.`;
  const wape =
    error.wape === undefined
      ? 'error not measurable'
      : `error ${formatShare(error.wape)} over ${formatDuration(error.spanSeconds * 1000)}`;
  return `Forecast: ${model}, ${pattern.replaceAll('_', ' ')}, ${wape}, ${formatShare(coverage)} interval.`;
}
