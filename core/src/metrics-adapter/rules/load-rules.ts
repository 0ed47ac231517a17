import { catalogueConfig } from '../catalogue/catalogue-rules.ts';
import type { AdapterConfig } from './adapter-config.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import type { ConfigProblem } from './config-problem.ts';
import { parseAdapterConfig } from './parse-adapter-config.ts';

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
  const { config: written, problems, positionOf, readAs, catalogue = false } = parseAdapterConfig(text);
  const config = catalogue
    ? catalogueConfig()
    : hasRules(written)
      ? written
      : { ...catalogueConfig(), forecasts: written.forecasts };
  const compiled = compileRules(config, positionOf);
  const all = [...problems, ...compiled.problems];
  return {
    config,
    rules: compiled.rules,
    problems: all.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column),
    ...(readAs !== undefined && { readAs }),
  };
}

function hasRules({ rules, externalRules, resourceRules, forecasts }: AdapterConfig): boolean {
  return (
    rules.length > 0 || externalRules.length > 0 || resourceRules !== undefined || forecasts.length === 0
  );
}
