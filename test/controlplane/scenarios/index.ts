import { demandScenarios } from './demand.ts';
import { ruleScenarios } from './rules.ts';
import type { HpaScenario } from './scenario.ts';

/** The scenarios that are kept as fixtures in test/fixtures/hpa-runs. */
export const hpaScenarios: readonly HpaScenario[] = [...demandScenarios, ...ruleScenarios];
