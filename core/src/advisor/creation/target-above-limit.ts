import { effectiveRequest } from '../../apis/effective-requests.ts';
import { type PodTemplateView, runningContainers } from '../../apis/pod-template.ts';
import { workloadView } from '../../apis/workload.ts';
import type { HpaMetricDraft } from '../../authoring/index.ts';
import type { KubernetesObject } from '../../manifest/index.ts';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  type Quantity,
  toNumber,
} from '../../units/index.ts';
import type { CreationProblem } from './creation-plan.ts';
import { metricName } from './metric-text.ts';

/**
 * An amount of CPU or memory a pod above what the pod is limited to is never reached: the HPA would never add a pod. Without limits, one above the
 * request is told too. The usual cause is a forgotten `%`, by which 60 are 60 cores.
 */
export function targetAboveLimit(
  draft: HpaMetricDraft,
  target: KubernetesObject,
): readonly CreationProblem[] {
  if (draft.type !== 'Resource' || draft.target.kind !== 'average') return [];
  const template = workloadView(target)?.template;
  const bound = template && boundOf(template, draft.name, draft.container);
  const { quantity } = draft.target;
  if (bound === undefined || compareQuantities(quantity, bound.amount) <= 0) return [];
  const amount = amountText(draft.name, bound.amount);
  const whose = draft.container === undefined ? 'a pod' : 'the container';
  const effect =
    bound.kind === 'limit'
      ? `is more than the limit of ${whose}, ${amount}: it is never reached, and no pod is ever added`
      : `is more than ${whose} requests, ${amount}: pods are added only once they use more than they ask for`;
  const percent = toNumber(quantity);
  return [
    {
      severity: 'warning',
      message: `${metricName(draft)} at ${amountText(draft.name, quantity)} a pod ${effect}`,
      suggestions: [
        ...(Number.isInteger(percent) && percent <= 100
          ? [`write it in per cent of the request, if that is meant: --target-value ${percent}%`]
          : []),
        `name less than ${amount}`,
      ],
    },
  ];
}

interface Bound {
  readonly kind: 'limit' | 'request';
  readonly amount: Quantity;
}

/** Of all containers that run with the pod, or of the one that is named; `undefined` where one of them has neither. */
function boundOf(template: PodTemplateView, resource: string, name: string | undefined): Bound | undefined {
  const containers = runningContainers(template).filter((each) => name === undefined || each.name === name);
  const limit =
    (name === undefined ? template.limits[resource] : undefined) ??
    sumOfAll(containers.map(({ limits }) => limits[resource]));
  if (limit !== undefined) return { kind: 'limit', amount: limit };
  const request =
    (name === undefined ? template.requests[resource] : undefined) ??
    sumOfAll(containers.map((each) => effectiveRequest(template, each, resource)?.quantity));
  return request && { kind: 'request', amount: request };
}

function sumOfAll(amounts: readonly (Quantity | undefined)[]): Quantity | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === 0 || known.length < amounts.length ? undefined : known.reduce(addQuantities);
}

/** `60 cores`, `500m`, `1Gi`. */
function amountText(resource: string, quantity: Quantity): string {
  const text = formatQuantity(quantity);
  return resource === 'cpu' && /^\d+$/.test(text) ? `${text} ${text === '1' ? 'core' : 'cores'}` : text;
}
