import { workloadView } from '../../apis/workload.ts';
import type { HpaMetricDraft } from '../../authoring/index.ts';
import type { KubernetesObject } from '../../manifest/index.ts';
import { type ServedValue, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import { formatNumber, nearest, toNumber } from '../../units/index.ts';
import type { CreationProblem } from './creation-plan.ts';
import { resourceOf } from './described-object.ts';
import { metricName, selectorText, targetText } from './metric-text.ts';
import { listsCustom, type ServedLists } from './served-lists.ts';

export interface ServedCheck {
  readonly problems: readonly CreationProblem[];
  /** The value now, beside its target. */
  readonly basis: readonly string[];
}

/**
 * Whether the HPA controller would get a value of a metric: it is listed, and it has a value for these pods, this object or this
 * selector. What the user may not read is said and taken for served.
 */
export async function checkServed(
  draft: HpaMetricDraft,
  namespace: string,
  target: KubernetesObject,
  served: ServedLists,
  options: SourceCallOptions,
): Promise<ServedCheck> {
  if (draft.type === 'Resource') return checkResource(draft, served, options);
  if (!isListed(draft, served)) {
    // Some servers of external metrics (KEDA) list none of them and answer all the same.
    const answer = draft.type === 'External' ? await valuesOf(draft, namespace, target, served, options) : [];
    if (typeof answer === 'string' || answer.length === 0) {
      return { problems: [notServed(draft, served)], basis: [] };
    }
  }
  const values = await valuesOf(draft, namespace, target, served, options);
  const name = metricName(draft);
  if (typeof values === 'string') return { problems: [], basis: [`${name} is served; ${values}`] };
  if (values.length === 0) {
    return {
      problems: [
        {
          severity: 'warning',
          message: `${name} is served, but has no value now ${placeText(draft)}: the HPA does nothing until it has`,
          suggestions: [
            draft.type === 'Pods'
              ? 'see whether the pods run and write the metric; a new workload needs two scrapes'
              : 'check the object and the selector',
          ],
        },
      ],
      basis: [],
    };
  }
  return { problems: [], basis: [`${name} is served: now ${valueText(draft, values)}`] };
}

function isListed(draft: Exclude<HpaMetricDraft, { type: 'Resource' }>, served: ServedLists): boolean {
  switch (draft.type) {
    case 'Pods':
      return listsCustom(served, 'pods', draft.name);
    case 'Object':
      return listsCustom(served, resourceOf(draft.describedObject), draft.name);
    case 'External':
      return served.external?.includes(draft.name) ?? false;
  }
}

async function checkResource(
  draft: HpaMetricDraft,
  { apis }: ServedLists,
  options: SourceCallOptions,
): Promise<ServedCheck> {
  if (await apis.servesResources(options)) return { problems: [], basis: [] };
  return {
    problems: [
      {
        severity: 'error',
        message: `nobody serves ${draft.name} of pods in ${apis.description}: metrics.k8s.io is not registered`,
        suggestions: ['install metrics-server'],
      },
    ],
    basis: [],
  };
}

/** A text where they may not be read. */
async function valuesOf(
  draft: Exclude<HpaMetricDraft, { type: 'Resource' }>,
  namespace: string,
  target: KubernetesObject,
  { apis }: ServedLists,
  options: SourceCallOptions,
): Promise<readonly ServedValue[] | string> {
  const metricSelector = selectorText(draft.selector);
  const selected = metricSelector === undefined ? {} : { metricSelector };
  try {
    if (draft.type === 'External') {
      return (await apis.externalValues({ namespace, metric: draft.name, ...selected }, options)) ?? [];
    }
    if (draft.type === 'Object') {
      const resource = resourceOf(draft.describedObject);
      const { name } = draft.describedObject;
      return (
        (await apis.customValues({ namespace, resource, metric: draft.name, name, ...selected }, options)) ??
        []
      );
    }
    const labelSelector = selectorText(workloadView(target)?.selector?.matchLabels);
    const labelled = labelSelector === undefined ? {} : { labelSelector };
    const query = { namespace, resource: 'pods', metric: draft.name, ...labelled, ...selected };
    return (await apis.customValues(query, options)) ?? [];
  } catch (error) {
    if (error instanceof SourceError && error.code === 'forbidden') {
      return 'its values may not be read by you';
    }
    throw error;
  }
}

function notServed(
  draft: Exclude<HpaMetricDraft, { type: 'Resource' }>,
  { custom, external, apis }: ServedLists,
): CreationProblem {
  const group = draft.type === 'External' ? 'external.metrics.k8s.io' : 'custom.metrics.k8s.io';
  const isRegistered = draft.type === 'External' ? external !== undefined : custom !== undefined;
  if (!isRegistered) {
    return {
      severity: 'error',
      message: `nobody serves ${metricName(draft)}: ${group} is not registered in ${apis.description}`,
      suggestions: [
        'install a metrics adapter: docs/adapter.md describes ours (helm install … deploy/helm/custom-metrics-adapter)',
      ],
    };
  }
  const elsewhere = [
    ...(custom ?? [])
      .filter(({ name }) => name === draft.name)
      .map(({ resource }) =>
        resource === 'pods' ? '--type pods' : `--object ${resource.split('.')[0]}/NAME`,
      ),
    ...(external?.includes(draft.name) === true ? ['--type external'] : []),
  ];
  const names = draft.type === 'External' ? (external ?? []) : (custom ?? []).map(({ name }) => name);
  const similar = nearest(draft.name, new Set(names));
  return {
    severity: 'error',
    message: `${metricName(draft)} is not served by ${group} of ${apis.description}: the HPA would report FailedGet${draft.type}Metric and not scale`,
    suggestions: [
      ...(elsewhere.length > 0 ? [`it is served otherwise: ${[...new Set(elsewhere)].join(', ')}`] : []),
      ...(similar === undefined || similar === draft.name ? [] : [`did you mean ${similar}?`]),
      draft.name.startsWith('forecast_')
        ? 'mark the metric to be forecast in the adapter’s configuration (docs/adapter.md)'
        : 'see what is served with "kubectl autoscaler metrics", and what a rule would make with "adapter check-config"',
    ],
  };
}

function placeText(draft: Exclude<HpaMetricDraft, { type: 'Resource' }>): string {
  switch (draft.type) {
    case 'Pods':
      return 'for the pods of the target';
    case 'Object':
      return `for ${draft.describedObject.kind.toLowerCase()} ${draft.describedObject.name}`;
    case 'External':
      return draft.selector === undefined
        ? 'in this namespace'
        : `with ${selectorText(draft.selector) ?? ''}`;
  }
}

function valueText(draft: HpaMetricDraft, values: readonly ServedValue[]): string {
  const sum = values.reduce((total, { value }) => total + toNumber(value), 0);
  const target = targetText(draft.target);
  if (draft.type !== 'Pods') return `${formatNumber(sum, 3)} in all (target ${target})`;
  const pods = values.length === 1 ? '1 pod' : `${values.length} pods`;
  return `${formatNumber(sum / values.length, 3)} a pod over ${pods} (target ${target})`;
}
