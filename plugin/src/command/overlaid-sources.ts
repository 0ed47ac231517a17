import {
  type AdvisorSources,
  inNamespace,
  type NamespacedWorkload,
  workloadsOfManifests,
} from '@kubectl-autoscale/core/advisor';
import { isKind, type WorkloadRef } from '@kubectl-autoscale/core/apis';
import { type ClusterSource, labelSelectorPredicate, overlaidCluster } from '@kubectl-autoscale/core/ports';
import { formatCount } from '@kubectl-autoscale/core/units';

import { type ManifestFlagValues, openNamedManifests } from '../composition/named-manifests.ts';
import { parseProblems } from './parse-problems.ts';
import { UsageError } from './usage-error.ts';

export interface OverlayCall {
  readonly refs: readonly WorkloadRef[];
  readonly flags: ManifestFlagValues & {
    readonly namespace: string | undefined;
    readonly selector: string | undefined;
  };
  readonly talk: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Sources with manifests laid over the cluster, and the workloads that are asked about. */
export interface OverlaidSources {
  readonly sources: AdvisorSources;
  readonly workloads: readonly NamespacedWorkload[];
}

/**
 * The sources as if what `-f` and `-k` name were applied to the cluster; `undefined` where neither is given. Asked about are the named workloads,
 * else those of the manifests, of one namespace with `-n` and of those labels with `-l`. Throws SourceError, and UsageError where that leaves none.
 */
export async function overlaidSources(
  sources: AdvisorSources,
  { refs, flags, talk, signal }: OverlayCall,
): Promise<OverlaidSources | undefined> {
  const tree = await openNamedManifests(flags, signal);
  if (tree === undefined) return undefined;
  for (const problem of parseProblems(tree.index)) talk(`not read: ${problem}`);
  const namespace = flags.namespace ?? sources.cluster.defaultNamespace;
  const objects = inNamespace(
    [...tree.index.resources()].map(({ object }) => object),
    namespace,
  );
  const cluster = overlaidCluster(sources.cluster, objects, tree.source);
  talk(
    `${tree.source}: ${formatCount(objects.length, 'object')} in the place of the cluster's; pods, metrics and history are the cluster's`,
  );
  const all = workloadsOfManifests(objects);
  const own = all.filter((each) => flags.namespace === undefined || each.namespace === flags.namespace);
  if (refs.length > 0) {
    const namespaceOf = (ref: WorkloadRef): string =>
      own.find((each) => isKind(each, ref) && each.name === ref.name)?.namespace ?? namespace;
    return {
      sources: { ...sources, cluster },
      workloads: refs.map((ref) => ({ ...ref, namespace: namespaceOf(ref) })),
    };
  }
  const workloads = await withLabels(own, cluster, flags.selector, signal);
  if (workloads.length === 0) throw noneLeft(tree.source, all, flags);
  return { sources: { ...sources, cluster }, workloads };
}

async function withLabels(
  workloads: readonly NamespacedWorkload[],
  cluster: ClusterSource,
  selector: string | undefined,
  signal: AbortSignal,
): Promise<readonly NamespacedWorkload[]> {
  if (selector === undefined) return workloads;
  const selected = labelSelectorPredicate(selector);
  const objects = await Promise.all(workloads.map((each) => cluster.get(each, { signal })));
  return workloads.filter((_, index) => {
    const object = objects[index];
    return object !== undefined && selected(object.metadata.labels);
  });
}

function noneLeft(
  source: string,
  all: readonly NamespacedWorkload[],
  { namespace, selector }: OverlayCall['flags'],
): UsageError {
  const narrowed = [
    namespace === undefined ? '' : ` in namespace ${namespace}`,
    selector === undefined ? '' : ` with labels ${selector}`,
  ].join('');
  const namespaces = [...new Set(all.map((each) => each.namespace))].sort();
  return new UsageError(
    `${source} holds no Deployment or StatefulSet${narrowed}, and no HPA or VPA of one`,
    namespaces.length === 0
      ? 'leave -f and -k out to look at what the cluster has'
      : `it has workloads of namespace ${namespaces.join(', ')}`,
  );
}
