import { hpaTargetsAfter, type ReportRequest, type WorkloadReport } from '../../advisor/index.ts';
import { hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { runningContainers } from '../../apis/pod-template.ts';
import { workloadView } from '../../apis/workload.ts';
import { type ManifestRequest, resizeWorkspace, type WorkspaceChange } from '../../authoring/index.ts';
import { createWorkspaceIndex, type WorkspaceIndex } from '../../manifest/index.ts';
import type { Range } from '../../manifest/ranges.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import { roundUpToReadable } from '../../rightsizing/rounding.ts';
import { compareQuantities, integerValue, milliValue, parseQuantity } from '../../units/index.ts';
import { type AnnotatedObject, annotatedObjects } from '../annotated-object.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { Addresses } from '../diagnostics.ts';
import { changePerPeriod } from '../figures.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { controllingVpa } from '../vpa-control.ts';
import { editBetween, workspaceEdit } from './edits.ts';

export const RIGHT_SIZE_KIND = 'refactor.rewrite.rightSize';

/**
 * Sets the requests of a workload's containers to what its report recommends, limits in proportion and never below. The title says what that
 * changes in the cost, where the manifest is what the cluster runs. Of several containers the one that is selected has an action of its own.
 * Disabled, with the reason, where a VPA sets the requests or the text cannot be edited; absent where nothing is to be changed.
 */
export function rightSizeActions(
  object: AnnotatedObject,
  range: Range,
  files: ReadonlyMap<string, SourceFile>,
  context: AnnotationContext,
  addresses: Addresses,
): readonly EditorCodeAction[] {
  const { workload, report } = object;
  const changes = changesOf(report);
  if (changes.length === 0) return [];
  const title = `Right-size requests of ${workload.name}`;
  const vpa = controllingVpa(object, context);
  if (vpa !== undefined) {
    const reason = `VerticalPodAutoscaler ${vpa} sets the requests of its pods: change its resourcePolicy, or its updateMode to "Off"`;
    return [{ title, kind: RIGHT_SIZE_KIND, disabled: { reason } }];
  }
  const selected = selectedContainer(object, range);
  const own = changes.filter(({ container }) => container === selected);
  const cost = costText(workload, report, context);
  const choices = [
    { title, suffix: ` (${methodOf(report.requests)}${cost})`, changes },
    ...(own.length > 0 && changes.length > 1
      ? [
          {
            title: `Right-size requests of container ${selected}`,
            suffix: ` (${methodOf(report.requests.filter(({ container }) => container === selected))})`,
            changes: own,
          },
        ]
      : []),
  ];
  return choices.flatMap((choice): readonly EditorCodeAction[] => {
    const change = changeOf(workload, choice.changes, context);
    const { files: resized, refusals } = resizeWorkspace(indexOf([workload], context), [change]);
    const [refused] = refusals;
    if (refused) {
      const reason = `${refused.message} (line ${refused.line})`;
      return [{ title: choice.title, kind: RIGHT_SIZE_KIND, disabled: { reason } }];
    }
    const edits = resized.flatMap(({ before, after }) => editBetween(before, after.text));
    const edit = workspaceEdit(edits, files, addresses);
    if (!edit || edits.length === 0) return [];
    const targets = change.hpaTargets.map(
      ({ from, averageUtilization }) => `${from} → ${averageUtilization} %`,
    );
    const retargeted = targets.length === 0 ? '' : `; HPA target ${targets.join(', ')}`;
    return [
      { title: `${choice.title}${choice.suffix.slice(0, -1)}${retargeted})`, kind: RIGHT_SIZE_KIND, edit },
    ];
  });
}

/** The same for all workloads of a file that are measured, where there are several. Those that a VPA sizes stay as they are. */
export function rightSizeFileAction(
  file: SourceFile,
  context: AnnotationContext,
  addresses: Addresses,
): EditorCodeAction | undefined {
  const { index } = context.workspace;
  const objects = annotatedObjects(file, context).filter(
    (object) =>
      object.role === 'workload' &&
      object.report.requests.length > 0 &&
      controllingVpa(object, context) === undefined,
  );
  if (objects.length < 2) return undefined;
  const { files, refusals } = resizeWorkspace(
    indexOf(
      objects.map(({ workload }) => workload),
      context,
    ),
    objects.map(({ workload, report }) => changeOf(workload, changesOf(report), context)),
  );
  const edits = files.flatMap(({ before, after }) => editBetween(before, after.text));
  if (edits.length === 0) return undefined;
  const edit = workspaceEdit(edits, index.files, addresses);
  const left = refusals.length === 0 ? '' : `, ${refusals.length} left as they are`;
  const title = `Right-size requests of all ${objects.length} workloads in this file${left}`;
  return edit && { title, kind: RIGHT_SIZE_KIND, edit };
}

interface Retargeting extends WorkspaceChange {
  readonly hpaTargets: readonly (WorkspaceChange['hpaTargets'][number] & {
    /** The target as it is written, in per cent. */
    readonly from: number;
  })[];
}

/** The utilization targets of its HPAs move with the requests that they are shares of, so that they act at the same use as before. */
function changeOf(
  workload: Resource,
  requests: readonly ManifestRequest[],
  { workspace }: AnnotationContext,
): Retargeting {
  const view = workloadView(workload.object);
  const hpas = workspace
    .autoscalersOf(workload, horizontalPodAutoscaler)
    .flatMap(({ object }) => hpaView(object) ?? []);
  const newRequest = (container: string, resource: 'cpu' | 'memory'): number | undefined =>
    requests.find((each) => each.container === container)?.requests[resource];
  const targets = view ? hpaTargetsAfter({ hpas, workload: view }, newRequest) : [];
  return {
    workload,
    requests,
    hpaTargets: targets
      .filter(({ averageUtilization, newAverageUtilization }) => averageUtilization !== newAverageUtilization)
      .map(({ hpa, metricIndex, averageUtilization, newAverageUtilization }) => ({
        hpa,
        metricIndex,
        averageUtilization: newAverageUtilization,
        from: averageUtilization,
      })),
  };
}

/** The workloads' own files and those of their HPAs: what has the same name elsewhere is for another cluster. */
function indexOf(workloads: readonly Resource[], { workspace }: AnnotationContext): WorkspaceIndex {
  const hpas = workloads.flatMap((workload) => workspace.autoscalersOf(workload, horizontalPodAutoscaler));
  return createWorkspaceIndex([...workloads, ...hpas].map(({ file }) => file));
}

function selectedContainer({ resource, role }: AnnotatedObject, range: Range): string | undefined {
  if (role !== 'workload') return undefined;
  const template = workloadView(resource.object)?.template;
  return (template ? runningContainers(template) : []).find(({ path }) => {
    const { start, end } = resource.rangeOf(path, 'entry');
    return start <= range.start && range.end <= end;
  })?.name;
}

function changesOf({ requests }: WorkloadReport): readonly ManifestRequest[] {
  const containers = [...new Set(requests.map(({ container }) => container))];
  return containers.map((container) => ({
    container,
    requests: Object.fromEntries(
      requests
        .filter((request) => request.container === container)
        .map(({ resource, recommendedRequest }) => [resource, amountOf(resource, recommendedRequest)]),
    ),
    roundLimit: roundUpToReadable,
  }));
}

function amountOf(resource: ReportRequest['resource'], quantity: string): number {
  const parsed = parseQuantity(quantity);
  if (!parsed.ok) throw new RangeError(`${quantity} is no quantity`);
  return Number(resource === 'cpu' ? milliValue(parsed.value) : integerValue(parsed.value));
}

function methodOf(requests: readonly ReportRequest[]): string {
  return [...new Set(requests.map(({ resource, basis }) => `${resource} ${basis.method ?? ''}`.trim()))].join(
    ', ',
  );
}

/** `: saves $61/mo`; empty where the manifest asks for something else than the cluster runs: the report's cost is not its cost. */
function costText(
  workload: Resource,
  { requests, cost }: WorkloadReport,
  { period }: AnnotationContext,
): string {
  const template = workloadView(workload.object)?.template;
  const containers = template ? runningContainers(template) : [];
  const isAsRun = requests.every(({ container, resource, currentRequest }) => {
    const written = containers.find(({ name }) => name === container)?.requests[resource];
    const running = currentRequest === undefined ? undefined : parseQuantity(currentRequest);
    if (written === undefined || !running?.ok) return written === undefined && running === undefined;
    return compareQuantities(written, running.value) === 0;
  });
  if (!cost?.rightsized || !isAsRun) return '';
  const change = changePerPeriod(cost.now, cost.rightsized, period);
  return change === undefined ? ': same cost' : `: ${change.verb} ${change.amount}`;
}
