import type { AdapterConfig } from './adapter-config.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import type { ConfigProblem } from './config-problem.ts';
import { parseAdapterConfig } from './parse-adapter-config.ts';

export interface LoadedRules {
  readonly config: AdapterConfig;
  readonly rules: CompiledRules;
  /** By line. With an error among them the rules are not to be served. */
  readonly problems: readonly ConfigProblem[];
}

/** Reads and compiles a configuration; all its mistakes are told together. */
export function loadRules(text: string): LoadedRules {
  const { config, problems, positionOf } = parseAdapterConfig(text);
  const compiled = compileRules(config, positionOf);
  const all = [...problems, ...compiled.problems];
  return {
    config,
    rules: compiled.rules,
    problems: all.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column),
  };
}
