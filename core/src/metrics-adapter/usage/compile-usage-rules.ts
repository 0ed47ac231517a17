import type { Path } from '../../manifest/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { ResourceRule, ResourceRules } from '../rules/adapter-config.ts';
import { compileMetricsQuery, type MetricsQuery } from '../rules/metrics-query.ts';
import { compileResourceLabels, type ResourceLabelRules } from '../rules/resource-labels.ts';
import { isSeparable } from '../rules/separable-query.ts';

/** How the usage of one resource is asked for. */
export interface CompiledUsageRule {
  readonly containers: MetricsQuery;
  readonly nodes: MetricsQuery;
  /** Whether one query for all pods, or all nodes, gives each what a query for it alone gives. */
  readonly separable: { readonly containers: boolean; readonly nodes: boolean };
  readonly resources: ResourceLabelRules;
  readonly containerLabel: string;
}

/** `resourceRules` whose templates have been read. */
export interface CompiledUsageRules {
  readonly cpu: CompiledUsageRule;
  readonly memory: CompiledUsageRule;
  readonly windowMs: number;
}

/** What is wrong, and where below `resourceRules`. */
export interface UsageRuleProblem {
  readonly at: Path;
  readonly message: string;
}

/** Reads the templates of `resourceRules`. */
export function compileUsageRules(rules: ResourceRules): Result<CompiledUsageRules, UsageRuleProblem> {
  const cpu = compileUsageRule(rules.cpu, 'cpu');
  if (!cpu.ok) return cpu;
  const memory = compileUsageRule(rules.memory, 'memory');
  if (!memory.ok) return memory;
  return ok({ cpu: cpu.value, memory: memory.value, windowMs: rules.windowMs });
}

function compileUsageRule(
  rule: ResourceRule,
  place: 'cpu' | 'memory',
): Result<CompiledUsageRule, UsageRuleProblem> {
  const resources = compileResourceLabels(rule.resources);
  if (!resources.ok) return fail({ at: [place, 'resources', 'template'], message: resources.error });
  const queries = { containers: rule.containerQuery, nodes: rule.nodeQuery };
  const containers = compileMetricsQuery(queries.containers);
  if (!containers.ok) return fail({ at: [place, 'containerQuery'], message: containers.error.message });
  const nodes = compileMetricsQuery(queries.nodes);
  if (!nodes.ok) return fail({ at: [place, 'nodeQuery'], message: nodes.error.message });
  return ok({
    containers: containers.value,
    nodes: nodes.value,
    separable: { containers: isSeparable(containers.value), nodes: isSeparable(nodes.value) },
    resources: resources.value,
    containerLabel: rule.containerLabel,
  });
}
