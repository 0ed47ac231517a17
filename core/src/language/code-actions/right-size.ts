import type { ReportRequest, WorkloadReport } from '../../advisor/index.ts';
import { runningContainers } from '../../apis/pod-template.ts';
import { workloadView } from '../../apis/workload.ts';
import { type ManifestRequest, resizeManifest } from '../../authoring/index.ts';
import type { Resource, SourceFile } from '../../manifest/source-file.ts';
import { roundUpToReadable } from '../../rightsizing/rounding.ts';
import { compareQuantities, integerValue, milliValue, parseQuantity } from '../../units/index.ts';
import { type AnnotatedObject } from '../annotated-object.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { Addresses } from '../diagnostics.ts';
import { changePerPeriod } from '../figures.ts';
import type { EditorCodeAction } from '../protocol-shapes.ts';
import { controllingVpa } from '../vpa-control.ts';
import { editBetween, workspaceEdit } from './edits.ts';

export const RIGHT_SIZE_KIND = 'refactor.rewrite.rightSize';

/**
 * Sets the requests of a workload's containers to what its report recommends, limits in proportion and never below. The title says what that
 * changes in the cost, where the manifest is what the cluster runs. Disabled, with the reason, where a VPA sets the requests or the text cannot
 * be edited; absent where nothing is to be changed.
 */
export function rightSizeAction(
  object: AnnotatedObject,
  files: ReadonlyMap<string, SourceFile>,
  context: AnnotationContext,
  addresses: Addresses,
): EditorCodeAction | undefined {
  const { workload, report } = object;
  if (report.requests.length === 0) return undefined;
  const title = `Right-size requests of ${workload.name}`;
  const disabled = (reason: string): EditorCodeAction => ({
    title,
    kind: RIGHT_SIZE_KIND,
    disabled: { reason },
  });
  const vpa = controllingVpa(object, context);
  if (vpa !== undefined) {
    return disabled(
      `VerticalPodAutoscaler ${vpa} sets the requests of its pods: change its resourcePolicy, or its updateMode to "Off"`,
    );
  }
  const resized = resizeManifest(workload, changesOf(report));
  if (!resized.ok) return disabled(`${resized.error.message} (line ${resized.error.line})`);
  const edit = workspaceEdit(editBetween(workload.file, resized.value.text), files, addresses);
  if (!edit || resized.value.text === workload.file.text) return undefined;
  return {
    title: `${title} (${methodOf(report)}${costText(workload, report, context)})`,
    kind: RIGHT_SIZE_KIND,
    edit,
  };
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

function methodOf({ requests }: WorkloadReport): string {
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
