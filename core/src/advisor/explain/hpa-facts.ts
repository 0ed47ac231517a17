import { type HpaView, hpaView } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler, pod } from '../../apis/kinds.ts';
import type { ObjectReference } from '../../apis/object-reference.ts';
import { podsSelectedBy } from '../../apis/ownership.ts';
import { type PodView, podView } from '../../apis/pod.ts';
import { type WorkloadView, workloadView } from '../../apis/workload.ts';
import type { HpaSpec } from '../../hpa/index.ts';
import { type ClusterSource, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import { hpaSpecOf } from '../hpa-from-objects.ts';
import type { NamespacedWorkload } from '../workload-facts.ts';
import { forgivingReads } from './forgiving-reads.ts';
import { readServedUsage, type ServedUsage } from './served-usage.ts';

/** What the cluster knows of an HPA; what may not be read is absent, with a note. */
export interface HpaFacts {
  readonly cluster: string;
  readonly kubernetesMinor: number;
  readonly hpa: HpaView;
  readonly spec: HpaSpec;
  readonly ref: NamespacedWorkload;
  /** Other HPAs that target the same workload. */
  readonly rivals: readonly HpaView[];
  /** `missing` where there is no such target; absent where it is of a kind that is not built in, or may not be read. */
  readonly workload?: WorkloadView | 'missing';
  /** Those of the target that run now. */
  readonly pods: readonly PodView[];
  readonly usage: ServedUsage;
  readonly notes: readonly string[];
}

/** Throws {@link SourceError} `not-found` where there is no such HPA, `bad-response` for one that lacks what a decision needs. */
export async function readHpaFacts(
  { cluster }: Pick<AdvisorSources, 'cluster'>,
  namespace: string,
  name: string,
  options: SourceCallOptions,
): Promise<HpaFacts> {
  const object = await cluster.get({ ...horizontalPodAutoscaler, namespace, name }, options);
  const hpa = object && hpaView(object);
  if (hpa === undefined) throw await noSuchHpa(cluster, namespace, name, options);
  const spec = hpaSpecOf(hpa);
  const target = hpa.scaleTargetRef;
  if (spec === undefined || target === undefined) {
    const message = `HPA ${namespace}/${name} lacks a target, maxReplicas or a part of a metric: nothing can be decided on it`;
    throw new SourceError({ code: 'bad-response', source: cluster.description, message });
  }
  const ref = { group: target.group, kind: target.kind, namespace, name: target.name };
  const reads = forgivingReads();
  const [version, found, all, hpas, usage] = await Promise.all([
    cluster.version(options),
    reads.read(
      cluster.get(ref, options).then((workload) => workload ?? null),
      'its replicas are those of the HPA’s status',
    ),
    reads.read(cluster.list({ ...pod, namespace }, options), 'pods are taken to be ready and alike'),
    reads.read(
      cluster.list({ ...horizontalPodAutoscaler, namespace }, options),
      'other HPAs of the target are not looked at',
    ),
    readServedUsage(cluster, namespace, reads, options),
  ]);
  const workload = found === null ? ('missing' as const) : found && workloadView(found);
  const pods = found && all ? podsSelectedBy(found, all).flatMap((each) => podView(each) ?? []) : [];
  return {
    cluster: cluster.description,
    kubernetesMinor: version.minor,
    hpa,
    spec,
    ref,
    rivals: (hpas ?? [])
      .flatMap((each) => hpaView(each) ?? [])
      .filter((each) => each.metadata.name !== name && isSame(each.scaleTargetRef, ref)),
    ...(workload === undefined ? {} : { workload }),
    pods,
    usage,
    notes: reads.notes,
  };
}

function isSame(reference: ObjectReference | undefined, ref: NamespacedWorkload): boolean {
  return reference?.group === ref.group && reference.kind === ref.kind && reference.name === ref.name;
}

/** Names those that are there, where they may be listed. */
async function noSuchHpa(
  cluster: ClusterSource,
  namespace: string,
  name: string,
  options: SourceCallOptions,
): Promise<SourceError> {
  const others = await forgivingReads().read(
    cluster.list({ ...horizontalPodAutoscaler, namespace }, options),
    '',
  );
  const names = (others ?? []).flatMap(({ metadata }) => metadata.name ?? []);
  return new SourceError({
    code: 'not-found',
    source: cluster.description,
    message: `there is no HPA ${name} in namespace ${namespace} (${cluster.description})`,
    suggestions: [
      names.length > 0 ? `name one of these: ${names.join(', ')}` : 'name another namespace with -n',
    ],
  });
}
