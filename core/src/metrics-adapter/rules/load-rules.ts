import type { Path, Position } from '../../manifest/index.ts';
import { catalogueConfig } from '../catalogue/catalogue-rules.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import type { ConfigProblem } from './config-problem.ts';
import { parseAdapterConfig } from './parse-adapter-config.ts';
import { unmadeForecasts } from './unmade-forecasts.ts';

export interface LoadedRules {
  readonly config: AdapterConfig;
  readonly rules: CompiledRules;
  /** By line. With an error among them the rules are not to be served. */
  readonly problems: readonly ConfigProblem[];
  /** Of the values of a chart: which they are, and what of them was read. */
  readonly readAs?: string;
}

/**
 * Reads and compiles a configuration; all its mistakes are told together. One that says which forecasts to serve, and of rules
 * nothing, means those of the catalogue.
 */
export function loadRules(text: string): LoadedRules {
  const parsed = parseAdapterConfig(text);
  const { config: written, problems, positionOf, placeOf, readAs, catalogue = false } = parsed;
  const placed = (problem: ConfigProblem): ConfigProblem =>
    placeOf === undefined ? problem : { ...problem, path: placeOf(problem.path) };
  const config = catalogue
    ? catalogueConfig()
    : hasRules(written)
      ? written
      : { ...catalogueConfig(), forecasts: written.forecasts };
  const compiled = compileRules(config, positionOf);
  const read = [...problems, ...compiled.problems.map(placed)];
  // A rule with a mistake in it may be the one that makes the metric.
  const isWhole = !read.some(({ severity }) => severity === 'error');
  const all = [...read, ...(isWhole ? unmade(compiled.rules, positionOf).map(placed) : [])];
  return {
    config,
    rules: compiled.rules,
    problems: all.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column),
    ...(readAs !== undefined && { readAs }),
  };
}

function unmade(rules: CompiledRules, positionOf: (path: Path) => Position): readonly ConfigProblem[] {
  return unmadeForecasts(rules).map((index) => {
    const path = ['forecasts', index, 'metric'];
    const message = `no rule makes a metric ${String(rules.forecasts[index]?.metric)}, whatever series there are: it has no forecast`;
    return { severity: 'warning', path, position: positionOf(path), message };
  });
}

function hasRules({ rules, externalRules, resourceRules, forecasts }: AdapterConfig): boolean {
  return (
    rules.length > 0 || externalRules.length > 0 || resourceRules !== undefined || forecasts.length === 0
  );
}
