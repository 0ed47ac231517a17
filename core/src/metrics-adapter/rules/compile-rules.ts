import type { Path, Position } from '../../manifest/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import { type CompiledUsageRules, compileUsageRules } from '../usage/compile-usage-rules.ts';
import type {
  AdapterConfig,
  DiscoveryRule,
  ForecastRule,
  NameMapping,
  SeriesFilter,
} from './adapter-config.ts';
import type { ConfigProblem } from './config-problem.ts';
import { compileGoRegexp, expandTemplate, type GoRegexp } from './go-regexp.ts';
import { compileMetricsQuery, type MetricsQuery } from './metrics-query.ts';
import { queryMistakes } from './query-mistakes.ts';
import { compileResourceLabels, type ResourceLabelRules } from './resource-labels.ts';
import { isSeparable } from './separable-query.ts';

/** A rule whose templates and expressions have been read. */
export interface CompiledRule {
  /** Where it stands: `rules[2]`. */
  readonly place: Path;
  readonly rule: DiscoveryRule;
  readonly query: MetricsQuery;
  readonly resources: ResourceLabelRules;
  /**
   * Whether one query for all objects, grouped by object, gives each object the value that a query for it alone gives.
   */
  readonly separable: boolean;
  /** The metric that a series becomes; `undefined` where the filters or the name leave it out. */
  metricName(seriesName: string): string | undefined;
}

export interface CompiledRules {
  readonly custom: readonly CompiledRule[];
  readonly external: readonly CompiledRule[];
  readonly forecasts: readonly ForecastRule[];
  readonly usage?: CompiledUsageRules;
}

export interface CompileOutcome {
  readonly rules: CompiledRules;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the templates and expressions of all rules. Rules with an error among them are left out. */
export function compileRules(config: AdapterConfig, positionOf: (path: Path) => Position): CompileOutcome {
  const problems: ConfigProblem[] = [];
  const report = (place: Path, { at, message }: RuleProblem): void => {
    const path = [...place, ...at];
    problems.push({ severity: 'error', path, position: positionOf(path), message });
  };
  const mistakes = queryMistakes(config);
  for (const { path, message } of mistakes) report([], { at: path, message });
  const compileAll = (rules: readonly DiscoveryRule[], key: string): readonly CompiledRule[] =>
    rules.flatMap((rule, index) => {
      const place = [key, index];
      const compiled = compileRule(rule, place);
      if (!compiled.ok) report(place, compiled.error);
      const isRefused = mistakes.some(({ path }) => path[0] === key && path[1] === index);
      return compiled.ok && !isRefused ? [compiled.value] : [];
    });
  const usage = config.resourceRules && compileUsageRules(config.resourceRules);
  if (usage?.ok === false) report(['resourceRules'], usage.error);
  const rules = {
    custom: compileAll(config.rules, 'rules'),
    external: compileAll(config.externalRules, 'externalRules'),
    forecasts: config.forecasts,
    ...(usage?.ok === true && { usage: usage.value }),
  };
  return { rules, problems };
}

interface RuleProblem {
  readonly at: Path;
  readonly message: string;
}

function compileRule(rule: DiscoveryRule, place: Path): Result<CompiledRule, RuleProblem> {
  const resources = compileResourceLabels(rule.resources);
  if (!resources.ok) return fail({ at: ['resources', 'template'], message: resources.error });
  const query = compileMetricsQuery(rule.metricsQuery);
  if (!query.ok) {
    const { message, offset } = query.error;
    return fail({ at: ['metricsQuery'], message: `${message} (at character ${offset + 1} of the query)` });
  }
  const naming = compileNaming(rule.name);
  if (!naming.ok) return naming;
  const filters = compileFilters(rule.seriesFilters);
  if (!filters.ok) return filters;
  const passes = filters.value;
  return ok({
    place,
    rule,
    query: query.value,
    resources: resources.value,
    separable: isSeparable(query.value),
    metricName: (series) => (passes(series) ? naming.value(series) : undefined),
  });
}

type SeriesNaming = (seriesName: string) => string | undefined;

/** `as` is `$0` without a capture in `matches`, `$1` with one; with more it must be said. */
function compileNaming({ matches, as }: NameMapping): Result<SeriesNaming, RuleProblem> {
  const pattern = compileGoRegexp(matches === '' ? '.*' : matches);
  if (!pattern.ok) {
    return fail({ at: ['name', 'matches'], message: `is no Go regular expression: ${pattern.error}` });
  }
  const { groups, exec } = pattern.value;
  if (/\$\{(?!\w+\})/.test(as)) {
    return fail({ at: ['name', 'as'], message: 'has ${ without a capture and } after it, such as ${1}' });
  }
  if (as === '' && groups > 1) {
    return fail({
      at: ['name'],
      message: `as is missing: matches has ${groups} captures, which one is the name?`,
    });
  }
  const template = as === '' ? `$${groups}` : as;
  return ok((seriesName) => {
    const match = exec(seriesName);
    return match ? expandTemplate(template, match) : undefined;
  });
}

function compileFilters(
  filters: readonly SeriesFilter[],
): Result<(seriesName: string) => boolean, RuleProblem> {
  const tests: { readonly pattern: GoRegexp; readonly wanted: boolean }[] = [];
  for (const [index, filter] of filters.entries()) {
    const wanted = 'is' in filter;
    const pattern = compileGoRegexp(wanted ? filter.is : filter.isNot);
    if (!pattern.ok) {
      const at = ['seriesFilters', index, wanted ? 'is' : 'isNot'];
      return fail({ at, message: `is no Go regular expression: ${pattern.error}` });
    }
    tests.push({ pattern: pattern.value, wanted });
  }
  return ok((seriesName) => tests.every(({ pattern, wanted }) => pattern.test(seriesName) === wanted));
}
