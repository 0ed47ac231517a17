import type { QueryIdentity } from './defined-query.ts';
import { podNamePattern, type WorkloadRef } from './pod-names.ts';
import { equal, type Matcher, matching, notEqual, selector } from './selector.ts';

export function workloadIdentity({ kind, namespace, name }: WorkloadRef): QueryIdentity {
  return { kind, namespace, name };
}

/** The workload's pods, in series whose `namespace` and `pod` are the workload's. */
export function podMatchers(workload: WorkloadRef): readonly Matcher[] {
  return [equal('namespace', workload.namespace), matching('pod', podNamePattern(workload))];
}

/** Leaves out the cgroups of pods and of slices (no container name) and pause containers (`POD` under CRI-O). */
export const realContainers: readonly Matcher[] = [notEqual('container', ''), notEqual('container', 'POD')];

/**
 * Series of an exporter that speaks of other pods than its own. Where the scrape did not honor the exporter's labels,
 * Prometheus renamed them to `exported_*` and put the exporter's own pod in their place; both spellings are read, and
 * the answer carries `pod` and `container` in either case. `vector` turns a selector into an instant vector.
 */
export function seriesAboutPods(
  workload: WorkloadRef,
  metric: string,
  matchers: readonly Matcher[] = [],
  vector: (selected: string) => string = (selected) => selected,
): string {
  const renamed = [
    equal('exported_namespace', workload.namespace),
    matching('exported_pod', podNamePattern(workload)),
  ];
  const plain = [...podMatchers(workload), equal('exported_pod', '')];
  const restored = ['pod', 'container'].reduce(
    (expression, label) => `label_replace(${expression}, "${label}", "$1", "exported_${label}", "(.+)")`,
    vector(selector(metric, [...renamed, ...matchers])),
  );
  return `(${vector(selector(metric, [...plain, ...matchers]))} or ${restored})`;
}

/** Series about one object other than a pod, with either spelling of its namespace. */
export function seriesAboutObject(namespace: string, metric: string, matchers: readonly Matcher[]): string {
  const plain = selector(metric, [
    equal('namespace', namespace),
    equal('exported_namespace', ''),
    ...matchers,
  ]);
  const renamed = selector(metric, [equal('exported_namespace', namespace), ...matchers]);
  return `(${plain} or ${renamed})`;
}
