import { notEqual } from '../../promql/index.ts';
import { fail, type Result } from '../../units/index.ts';
import { namespaceResource } from '../rules/metric-query.ts';
import { namesMatcher, type QueryMatcher } from '../rules/metrics-query.ts';
import type { ResourceLabels } from '../rules/resource-labels.ts';
import type { ServedResource } from '../rules/resource-mapper.ts';
import type { CompiledUsageRule } from './compile-usage-rules.ts';

/** The labels by which an answer is told apart. */
export interface UsageLabels {
  /** Absent for nodes. */
  readonly namespace?: string;
  readonly object: string;
  /** Absent for nodes. */
  readonly container?: string;
}

export interface UsageQuery {
  readonly promql: string;
  readonly labels: UsageLabels;
}

/** Which objects a query is for: all there are, or some by name, in a namespace where they have one. */
export type UsageChoice = 'all' | { readonly namespace?: string; readonly names: readonly string[] };

/** PromQL of the usage of containers, as prometheus-adapter asks for it (pkg/resourceprovider); for all pods at once by namespace too. */
export function containerUsageQuery(
  rule: CompiledUsageRule,
  labels: ResourceLabels,
  pods: ServedResource,
  choice: UsageChoice,
): Result<UsageQuery, string> {
  const object = labels.labelFor(pods);
  const namespace = labels.labelFor(namespaceResource);
  if (object === undefined || namespace === undefined) {
    return fail('the rule has no label for pods or for namespaces: neither a template nor an override');
  }
  const container = rule.containerLabel;
  const matchers =
    choice === 'all'
      ? [any(namespace), any(object)]
      : [namesMatcher(namespace, [choice.namespace ?? '']), namesMatcher(object, choice.names)];
  const promql = rule.containers.build({
    series: '',
    matchers,
    groupBy: [...(choice === 'all' ? [namespace] : []), object, container],
  });
  if (!promql.ok) return promql;
  const told = { object, container, ...(choice === 'all' && { namespace }) };
  return { ok: true, value: { promql: promql.value, labels: told } };
}

/** PromQL of the usage of nodes. */
export function nodeUsageQuery(
  rule: CompiledUsageRule,
  labels: ResourceLabels,
  nodes: ServedResource,
  choice: UsageChoice,
): Result<UsageQuery, string> {
  const object = labels.labelFor(nodes);
  if (object === undefined) {
    return fail('the rule has no label for nodes: neither a template nor an override');
  }
  const matchers = [choice === 'all' ? any(object) : namesMatcher(object, choice.names)];
  const promql = rule.nodes.build({ series: '', matchers, groupBy: [object] });
  return promql.ok ? { ok: true, value: { promql: promql.value, labels: { object } } } : promql;
}

function any(label: string): QueryMatcher {
  return { matcher: notEqual(label, ''), values: '' };
}
