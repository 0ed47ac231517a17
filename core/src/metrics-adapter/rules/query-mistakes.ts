import type { Path } from '../../manifest/index.ts';
import { bracketMistake, equal, selectorMistake } from '../../promql/index.ts';
import type { AdapterConfig, DiscoveryRule } from './adapter-config.ts';
import { compileMetricsQuery } from './metrics-query.ts';

export interface QueryMistake {
  readonly path: Path;
  readonly message: string;
}

/** Queries of a configuration that Prometheus is sure to refuse: brackets and quotation marks out of order, and selectors that are none. */
export function queryMistakes({
  rules,
  externalRules,
  resourceRules,
}: AdapterConfig): readonly QueryMistake[] {
  const usage = (['cpu', 'memory'] as const).flatMap((what) =>
    (['containerQuery', 'nodeQuery'] as const).flatMap((key) =>
      templateMistakes(resourceRules?.[what][key] ?? '', '', ['resourceRules', what, key]),
    ),
  );
  return [
    ...rules.flatMap((rule, index) => ruleMistakes(rule, ['rules', index])),
    ...externalRules.flatMap((rule, index) => ruleMistakes(rule, ['externalRules', index])),
    ...usage,
  ];
}

function ruleMistakes({ seriesQuery, metricsQuery }: DiscoveryRule, place: Path): readonly QueryMistake[] {
  // A missing one has been told already.
  const selector = seriesQuery === '' ? undefined : selectorMistake(seriesQuery);
  return [
    ...(selector === undefined
      ? []
      : [{ path: [...place, 'seriesQuery'], message: `is no selector of series: ${selector}` }]),
    ...templateMistakes(metricsQuery, 'series', [...place, 'metricsQuery']),
  ];
}

/** The query with its placeholders filled in. What is wrong with the template itself is told where it is compiled. */
function templateMistakes(template: string, series: string, path: Path): readonly QueryMistake[] {
  const query = compileMetricsQuery(template);
  if (template === '' || !query.ok) return [];
  const matchers = [{ matcher: equal('pod', 'NAME'), values: 'NAME' }];
  const promql = query.value.build({ series, matchers, groupBy: ['pod'] });
  const mistake = promql.ok ? bracketMistake(promql.value) : undefined;
  return promql.ok && mistake !== undefined
    ? [{ path, message: `makes no PromQL: ${mistake} (${promql.value.replace(/\s+/g, ' ').trim()})` }]
    : [];
}
