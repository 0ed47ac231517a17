import { type MeasuredWorkload, readUsage } from '@kubectl-autoscale/core/advisor';
import { deployment, isKind, statefulSet, workloadView } from '@kubectl-autoscale/core/apis';
import type { Resource } from '@kubectl-autoscale/core/manifest';
import { openRecording } from '@kubectl-autoscale/core/sources/recording';

import type { LintFacts } from '../command/lint-groups.ts';
import { settlePrometheus } from '../command/settle-prometheus.ts';
import { openPrometheus } from './prometheus.ts';
import type { PrometheusFlagValues } from './source-flags.ts';

/** What `lint` may look at beside the files. */
export interface LintFactFlags extends Omit<PrometheusFlagValues, 'prometheus-service'> {
  readonly recording: string | undefined;
}

/** The namespace of manifests that name none, where no cluster says another. */
const DEFAULT_NAMESPACE = 'default';

/**
 * The objects and the metrics of a recording, or the metrics of a Prometheus, for the workloads among these resources. Nothing is read unless
 * a flag names it.
 */
export async function openLintFacts(
  flags: LintFactFlags,
  resources: Iterable<Resource>,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (done: number, total: number) => void;
  },
): Promise<LintFacts> {
  const url = flags['prometheus-url'];
  const recording = flags.recording === undefined ? undefined : await openRecording(flags.recording);
  const metrics =
    url === undefined
      ? recording?.metrics
      : openPrometheus(
          url,
          settlePrometheus({ ...flags, 'prometheus-service': undefined }, undefined, process.env),
          process.env,
        );
  const defaultNamespace = recording?.cluster.defaultNamespace ?? DEFAULT_NAMESPACE;
  const usage =
    metrics &&
    (await readUsage(metrics, measurable(resources, defaultNamespace), {
      ...options,
      nowMs: recording?.clock.now() ?? Date.now(),
      defaultNamespace,
    }));
  return {
    ...(recording && {
      cluster: { description: recording.cluster.description, objects: recording.objects },
    }),
    ...(usage && { usage }),
  };
}

/** Workloads that keep their name while their pods come and go, each once. */
function measurable(resources: Iterable<Resource>, defaultNamespace: string): readonly MeasuredWorkload[] {
  const found = new Map<string, MeasuredWorkload>();
  for (const resource of resources) {
    if (!isKind(resource, deployment) && !isKind(resource, statefulSet)) continue;
    const view = workloadView(resource.object);
    if (!view) continue;
    const { group, kind, name, namespace = defaultNamespace } = resource;
    found.set(`${kind}/${namespace}/${name}`, { ref: { group, kind, namespace, name }, view });
  }
  return [...found.values()];
}
