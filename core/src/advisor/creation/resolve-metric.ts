import type { HpaMetricDraft, TargetDraft } from '../../authoring/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { MetricRequest, MetricType } from './hpa-request.ts';
import { metricName } from './metric-text.ts';
import { listsCustom, type ServedLists } from './served-lists.ts';

export interface ResolvedMetric {
  readonly draft: HpaMetricDraft;
  /** How the type was chosen, where it was not told. */
  readonly choice?: string;
}

/**
 * Makes a metric of what was asked for. Its type, where not told, is `resource` for CPU and memory, `object` where an object is named, and otherwise
 * what the cluster serves under the name. The error says what does not fit together.
 */
export function resolveMetric(
  request: MetricRequest,
  served: ServedLists | undefined,
): Result<ResolvedMetric, string> {
  const { type, choice } = typeOf(request, served);
  const target = targetOf(request, type);
  if (!target.ok) return target;
  const draft = draftOf(request, type, target.value);
  return draft.ok ? ok({ draft: draft.value, ...(choice === undefined ? {} : { choice }) }) : draft;
}

function typeOf(
  { name, type, object, container }: MetricRequest,
  served: ServedLists | undefined,
): { readonly type: MetricType; readonly choice?: string } {
  if (type !== undefined) return { type };
  if (container !== undefined || name === 'cpu' || name === 'memory') return { type: 'resource' };
  if (object !== undefined) return { type: 'object' };
  if (served === undefined) {
    return {
      type: 'pods',
      choice: `type pods is taken for granted: no cluster was asked as what ${name} is served`,
    };
  }
  if (listsCustom(served, 'pods', name)) return { type: 'pods' };
  if (served.external?.includes(name) === true) {
    return { type: 'external', choice: `type external: ${name} is served as an external metric only` };
  }
  return { type: 'pods' };
}

function targetOf({ name, target }: MetricRequest, type: MetricType): Result<TargetDraft, string> {
  const kind =
    target.kind !== 'auto' ? target.kind : type === 'object' ? ('value' as const) : ('average' as const);
  if (target.kind === 'utilization') {
    return type === 'resource'
      ? ok(target)
      : fail(`a target in per cent is of a request, which ${name} has none of: give a number`);
  }
  if (kind === 'value' && (type === 'pods' || type === 'resource')) {
    return fail(`a metric of ${type} is held at an average a pod, not at a value in all`);
  }
  return ok({ kind: kind === 'value' ? 'value' : 'average', quantity: target.quantity });
}

function draftOf(
  { name, object, selector, container }: MetricRequest,
  type: MetricType,
  target: TargetDraft,
): Result<HpaMetricDraft, string> {
  const selected = selector === undefined ? {} : { selector };
  switch (type) {
    case 'resource':
      if (selector !== undefined) return fail('a resource metric has no series to select');
      return ok({ type: 'Resource', name, target, ...(container === undefined ? {} : { container }) });
    case 'pods':
      return ok({ type: 'Pods', name, target, ...selected });
    case 'external':
      return ok({ type: 'External', name, target, ...selected });
    case 'object':
      return object === undefined
        ? fail('a metric of type object needs the object: --object service/NAME')
        : ok({ type: 'Object', name, target, describedObject: object, ...selected });
  }
}

/** Same source and name: one reads what the other reads. */
export function isSameMetric(a: HpaMetricDraft, b: HpaMetricDraft): boolean {
  const selectorOf = (draft: HpaMetricDraft): string =>
    JSON.stringify(draft.type === 'Resource' ? undefined : draft.selector);
  return a.type === b.type && metricName(a) === metricName(b) && selectorOf(a) === selectorOf(b);
}
