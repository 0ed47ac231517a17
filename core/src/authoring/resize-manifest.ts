import type { ContainerView } from '../apis/container.ts';
import { hpaView, pathOfHpaMetric } from '../apis/hpa.ts';
import { workloadView } from '../apis/workload.ts';
import { applyEdits } from '../manifest/apply-edits.ts';
import { type EditResult, setValue } from '../manifest/edit.ts';
import type { EditRefusal } from '../manifest/editing/edit-refusal.ts';
import { parseSourceFile } from '../manifest/parse.ts';
import type { Path } from '../manifest/ranges.ts';
import type { Resource, SourceFile } from '../manifest/source-file.ts';
import { fail, ok, type Result } from '../units/result.ts';
import { proportionalLimit } from '../vpa/limit-scaling.ts';
import { RESOURCE_NAMES, type ResourceAmounts, type ResourceName } from '../vpa/resource-amount.ts';
import { resourceAmountsOf } from '../vpa/vpa-object.ts';
import { amountInStyleOf, amountQuantity } from './amount-quantity.ts';
import type { UtilizationChange } from './hpa-metrics-patch.ts';

/** New requests of one container of a manifest. Its limits follow from what the manifest itself has. */
export interface ManifestRequest {
  readonly container: string;
  readonly requests: ResourceAmounts;
  /** Resources whose limits stay; a limit below the new request is raised to it all the same. */
  readonly keepLimits?: readonly ResourceName[];
  /** Rounds a limit to what people write. */
  readonly roundLimit: (resource: ResourceName, amount: number) => number;
}

/** Why a manifest is not changed, and where. */
export interface ManifestRefusal extends EditRefusal {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Sets requests, and limits in their old proportion, in the text of a workload's manifest; comments, quotes and units stay. The
 * limit is never below the request. A container that the manifest does not have is left out: the cluster may inject it.
 */
export function resizeManifest(
  resource: Resource,
  changes: readonly ManifestRequest[],
): Result<SourceFile, ManifestRefusal> {
  const view = workloadView(resource.object);
  const containers = [...(view?.template.containers ?? []), ...(view?.template.initContainers ?? [])];
  const steps = containers.flatMap((container) =>
    changes
      .filter((change) => change.container === container.name)
      .flatMap((change) => stepsFor(resource, container, change)),
  );
  return inTurn(resource, steps);
}

/** Sets utilization targets in the text of an HPA's manifest. */
export function retargetManifest(
  resource: Resource,
  changes: readonly UtilizationChange[],
): Result<SourceFile, ManifestRefusal> {
  const view = resource.derive(hpaView);
  if (view === undefined) return ok(resource.file);
  const steps = changes.map(({ metricIndex, averageUtilization }): Step => ({
    path: pathOfHpaMetric(view, metricIndex, 'averageUtilization'),
    apply: (of, path) => setValue(of, path, averageUtilization),
  }));
  return inTurn(resource, steps);
}

interface Step {
  readonly path: Path;
  readonly apply: (resource: Resource, path: Path) => EditResult;
}

function stepsFor(resource: Resource, container: ContainerView, change: ManifestRequest): readonly Step[] {
  const { path } = container;
  const requests = resourceAmountsOf(container.requests);
  const limits = resourceAmountsOf(container.limits);
  return RESOURCE_NAMES.flatMap((name): Step[] => {
    const target = change.requests[name];
    if (target === undefined || requests[name] === target) return [];
    const limit = limitAfter(name, target, { requests, limits }, change);
    const set = (field: 'requests' | 'limits', amount: number): Step => ({
      path: [...path, 'resources', field, name],
      apply: (of, at) => setAmount(of, at, name, amount),
    });
    return [set('requests', target), ...(limit === undefined ? [] : [set('limits', limit)])];
  });
}

function limitAfter(
  name: ResourceName,
  target: number,
  { requests, limits }: { readonly requests: ResourceAmounts; readonly limits: ResourceAmounts },
  { keepLimits = [], roundLimit }: ManifestRequest,
): number | undefined {
  const originalLimit = limits[name];
  if (originalLimit === undefined) return undefined;
  if (keepLimits.includes(name)) return Math.max(originalLimit, target);
  const { limit = originalLimit } = proportionalLimit(name, {
    originalLimit,
    originalRequest: requests[name],
    recommendedRequest: target,
    defaultLimit: undefined,
  });
  return Math.max(roundLimit(name, limit), target);
}

/** New `requests` go before the limits, where people look for them. */
function setAmount(resource: Resource, path: Path, name: ResourceName, amount: number): EditResult {
  const written = valueOf(resource, path);
  const value = written === undefined ? amountQuantity(name, amount) : amountInStyleOf(written, name, amount);
  const hasRequests = resource.has(path.slice(0, -1));
  return setValue(resource, path, value, hasRequests ? 'end' : { before: 'limits' });
}

function valueOf(resource: Resource, path: Path): unknown {
  return path.reduce<unknown>(
    (node, key) => (node as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    resource.object,
  );
}

/** One edit after the other, each on the text that the one before left: two new keys may go to one place. */
function inTurn(resource: Resource, steps: readonly Step[]): Result<SourceFile, ManifestRefusal> {
  const place = placeOf(resource);
  let current = resource;
  for (const { path, apply } of steps) {
    const edits = apply(current, path);
    if (!edits.ok) {
      const { start } = current.rangeOf(path);
      const { line } = current.file.positionAt(start);
      return fail({ ...edits.error, file: current.file.path, line });
    }
    if (edits.value.length === 0) continue;
    const file = parseSourceFile(current.file.path, applyEdits(current.file.text, edits.value), current.file);
    const next = file.documents[place.document]?.resources[place.index];
    if (next === undefined) throw new Error('an edit lost its object');
    current = next;
  }
  return ok(current.file);
}

/** Where an object stands in its file; edits of values move nothing. */
function placeOf(resource: Resource): { readonly document: number; readonly index: number } {
  for (const [document, { resources }] of resource.file.documents.entries()) {
    const index = resources.indexOf(resource);
    if (index >= 0) return { document, index };
  }
  throw new RangeError('the object is not of its file');
}
