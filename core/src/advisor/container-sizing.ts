import { runningContainers } from '../apis/pod-template.ts';
import {
  type OomKill,
  recommendRequests,
  type Rightsizing,
  type RightsizingInput,
  type RightsizingMethod,
} from '../rightsizing/index.ts';
import { resourceAmountsOf } from '../vpa/index.ts';
import type { ResourceMetrics, WorkloadFacts } from './workload-facts.ts';

/** What the containers of a workload should request. Without enough history, nothing but gaps. */
export function sizeContainers(
  { workload, nowMs }: Pick<WorkloadFacts, 'workload' | 'nowMs'>,
  metrics: ResourceMetrics,
  method: RightsizingMethod,
): Rightsizing {
  const outcome = recommendRequests({
    ...usageOf({ workload, nowMs }, metrics),
    source: metrics.source,
    method,
  });
  if (outcome.kind === 'rightsizing') return outcome;
  const { haveMs, needMs } = outcome;
  const gap = { container: '*', resource: 'cpu' as const, haveMs, needMs };
  return { kind: 'rightsizing', recommendations: [], gaps: [gap] };
}

/** What a sizing method looks at: the template's containers, and what each of them used in every pod. */
export function usageOf(
  { workload, nowMs }: Pick<WorkloadFacts, 'workload' | 'nowMs'>,
  metrics: ResourceMetrics,
): Pick<RightsizingInput, 'containers' | 'usage' | 'oomKills' | 'nowMs'> {
  const containers = runningContainers(workload.template).map((container) => ({
    container: container.name,
    requests: resourceAmountsOf(container.requests),
    limits: resourceAmountsOf(container.limits),
  }));
  const requestBytes = new Map(
    containers.map(({ container, requests }) => [container, requests.memory ?? 0]),
  );
  return {
    containers,
    usage: (['cpu', 'memory'] as const).flatMap((resource) =>
      metrics[resource].series.map((series) => ({
        pod: series.labels.pod ?? '',
        container: series.labels.container ?? '',
        resource,
        series,
      })),
    ),
    oomKills: oomKillsOf(metrics, requestBytes),
    nowMs,
  };
}

/**
 * One kill for each hour with at least half a restart (`increase` extrapolates). What the container asked for then is not known: what
 * it asks for now is taken.
 */
function oomKillsOf(
  { oomKills }: ResourceMetrics,
  requestBytes: ReadonlyMap<string, number>,
): readonly OomKill[] {
  return (oomKills?.series ?? []).flatMap(({ labels, timestampsMs, values }) => {
    const { pod = '', container = '' } = labels;
    return timestampsMs
      .filter((_, index) => (values[index] ?? 0) >= 0.5)
      .map((atMs): OomKill => ({ pod, container, atMs, requestBytes: requestBytes.get(container) ?? 0 }));
  });
}

/** What is not sized, and why. */
export function sizingNotes(sizing: Rightsizing | undefined): string[] {
  return (sizing?.gaps ?? []).map(({ container, resource, haveMs, needMs }) => {
    const what = container === '*' ? 'no container' : `no ${resource} of container ${container}`;
    const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} h`;
    return `right-sizing: ${what} is sized: ${hours(haveMs)} of samples (needs ${hours(needMs)})`;
  });
}
