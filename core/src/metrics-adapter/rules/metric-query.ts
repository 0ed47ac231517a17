import { escapeRegex, matching, notEqual } from '../../promql/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { LabelRequirement } from './label-requirements.ts';
import type { CustomMetric, ExternalMetric } from './metric-registry.ts';
import { namesMatcher, type QueryMatcher, selectorQueryMatchers } from './metrics-query.ts';
import type { ServedResource } from './resource-mapper.ts';

/** The resource whose label names namespaces. */
export const namespaceResource: ServedResource = {
  group: '',
  resource: 'namespaces',
  singular: 'namespace',
  kind: 'Namespace',
  version: 'v1',
  namespaced: false,
};

/** A query and the labels by which its answer is told apart. */
export interface ObjectQuery {
  readonly promql: string;
  /** The label that names the object. */
  readonly objectLabel: string;
  /** In a query for several namespaces, the label that names them. */
  readonly namespaceLabel?: string;
}

/**
 * PromQL for some objects of a namespace, as prometheus-adapter asks (conditions of the selector, then the namespace, then
 * the names). For a metric outside namespaces `namespace` is absent.
 */
export function queryForNames(
  metric: CustomMetric,
  namespace: string | undefined,
  names: readonly string[],
  selector: readonly LabelRequirement[],
): Result<ObjectQuery, string> {
  return queryWithin(metric, namespace, (label) => namesMatcher(label, names), selector);
}

function queryWithin(
  metric: CustomMetric,
  namespace: string | undefined,
  objects: (label: string) => QueryMatcher,
  selector: readonly LabelRequirement[],
): Result<ObjectQuery, string> {
  const context = queryContext(metric, selector);
  if (!context.ok) return context;
  const { objectLabel, namespaceLabel, conditions } = context.value;
  if (namespace !== undefined && namespaceLabel === undefined) return fail(noNamespaceLabel);
  const inNamespace =
    namespace === undefined || namespaceLabel === undefined
      ? []
      : [namesMatcher(namespaceLabel, [namespace])];
  const matchers = [...conditions, ...inNamespace, objects(objectLabel)];
  return built(metric, matchers, [objectLabel], { objectLabel });
}

/**
 * PromQL for all objects of some namespaces at once, for a separable rule: each object has the value that
 * {@link queryForNames} gives it. `namespaces` is absent for a metric outside namespaces, and `all` for every one.
 */
export function queryForAll(
  metric: CustomMetric,
  namespaces: readonly string[] | 'all' | undefined,
  selector: readonly LabelRequirement[],
): Result<ObjectQuery, string> {
  const context = queryContext(metric, selector);
  if (!context.ok) return context;
  const { objectLabel, namespaceLabel, conditions } = context.value;
  const anyObject: QueryMatcher = { matcher: notEqual(objectLabel, ''), values: '' };
  if (namespaces === undefined) {
    return built(metric, [...conditions, anyObject], [objectLabel], { objectLabel });
  }
  if (namespaceLabel === undefined) return fail(noNamespaceLabel);
  const inNamespace =
    namespaces === 'all'
      ? notEqual(namespaceLabel, '')
      : matching(namespaceLabel, namespaces.map(escapeRegex).join('|'));
  return built(
    metric,
    [...conditions, { matcher: inNamespace, values: '' }, anyObject],
    [namespaceLabel, objectLabel],
    {
      objectLabel,
      namespaceLabel,
    },
  );
}

/**
 * PromQL of what the objects of a namespace have together whose name matches an RE2 pattern, those that are gone among them: what
 * the values of {@link queryForNames} add up to, now and then. Outside namespaces `namespace` is absent.
 */
export function queryForTotal(
  metric: CustomMetric,
  namespace: string | undefined,
  pattern: string,
  selector: readonly LabelRequirement[],
): Result<string, string> {
  const named = (label: string): QueryMatcher => ({ matcher: matching(label, pattern), values: pattern });
  const query = queryWithin(metric, namespace, named, selector);
  return query.ok ? ok(`sum(${query.value.promql})`) : query;
}

/** PromQL of an external metric: the selector, and the namespace unless the rule says `namespaced: false`. */
export function externalQuery(
  metric: ExternalMetric,
  namespace: string,
  selector: readonly LabelRequirement[],
): Result<string, string> {
  const conditions = selectorQueryMatchers(selector);
  if (!conditions.ok) return conditions;
  const matchers = [...conditions.value];
  if (metric.rule.rule.resources.namespaced && namespace !== '') {
    const label = metric.labels.labelFor(namespaceResource);
    if (label === undefined) return fail(noNamespaceLabel);
    matchers.push(namesMatcher(label, [namespace]));
  }
  return metric.rule.query.build({ series: metric.seriesName, matchers, groupBy: [] });
}

const noNamespaceLabel = 'the rule has no label for namespaces: neither a template nor an override';

interface QueryContext {
  readonly objectLabel: string;
  readonly namespaceLabel: string | undefined;
  readonly conditions: readonly QueryMatcher[];
}

function queryContext(
  { labels, resource }: CustomMetric,
  selector: readonly LabelRequirement[],
): Result<QueryContext, string> {
  const objectLabel = labels.labelFor(resource);
  if (objectLabel === undefined) return fail(`the rule has no label for ${resource.resource}`);
  const conditions = selectorQueryMatchers(selector);
  if (!conditions.ok) return conditions;
  return ok({
    objectLabel,
    namespaceLabel: labels.labelFor(namespaceResource),
    conditions: conditions.value,
  });
}

function built(
  { rule, seriesName }: CustomMetric,
  matchers: readonly QueryMatcher[],
  groupBy: readonly string[],
  labels: Omit<ObjectQuery, 'promql'>,
): Result<ObjectQuery, string> {
  const promql = rule.query.build({ series: seriesName, matchers, groupBy });
  return promql.ok ? ok({ promql: promql.value, ...labels }) : promql;
}
