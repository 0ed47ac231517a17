import { equal, realContainers } from '../../promql/index.ts';
import type { GroupResource, ResourceRule, ResourceRules } from '../rules/adapter-config.ts';
import { matchersText } from '../rules/metrics-query.ts';

const windowMs = 120_000;
const rateWindow = '2m';
const matchers = '<<.LabelMatchers>>';
const groupBy = '<<.GroupBy>>';

const podResource: GroupResource = { group: '', resource: 'pods' };
const nodeResource: GroupResource = { group: '', resource: 'nodes' };
const namespaceResource: GroupResource = { group: '', resource: 'namespaces' };

/**
 * What containers and nodes use, as the kubelet's cAdvisor counts it: of a node its root cgroup, as metrics-server has it. Each life of a
 * container (`id`) and each CPU counts once, however many replicas of Prometheus scraped it. Nodes stand in the label `node`, which
 * the usual scrape configurations set; where it is missing, nodes have no usage.
 */
export function usageRules(): ResourceRules {
  return {
    cpu: usageRule('container_cpu_usage_seconds_total', (selected, apart) => {
      const rate = `rate(${selected}[${rateWindow}])`;
      return `sum by (${groupBy}) (max by (${[groupBy, ...apart, 'cpu'].join(',')}) (${rate}))`;
    }),
    memory: usageRule(
      'container_memory_working_set_bytes',
      (selected) => `max by (${groupBy}) (${selected})`,
    ),
    windowMs,
  };
}

/** @param query PromQL of a selector; `apart` are the labels that tell lives of one object from each other. */
function usageRule(
  series: string,
  query: (selected: string, apart: readonly string[]) => string,
): ResourceRule {
  const selected = (conditions: string): string => `${series}{${matchers},${conditions}}`;
  return {
    containerQuery: query(selected(matchersText(realContainers)), ['id']),
    nodeQuery: query(selected(matchersText([equal('id', '/')])), []),
    resources: {
      overrides: new Map([
        ['namespace', namespaceResource],
        ['pod', podResource],
        ['node', nodeResource],
      ]),
      namespaced: true,
    },
    containerLabel: 'container',
  };
}
