import { type CompiledRules, compileRules } from '../rules/compile-rules.ts';
import { catalogueConfig } from './catalogue-rules.ts';

/** The catalogue, ready to be served. Throws where it is wrong, which would be our mistake. */
export function loadCatalogue(): CompiledRules {
  const { rules, problems } = compileRules(catalogueConfig(), () => ({ line: 0, column: 0 }));
  const [problem] = problems;
  if (problem) throw new Error(`the catalogue of metrics: ${problem.message}`);
  return rules;
}
