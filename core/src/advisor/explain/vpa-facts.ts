import { itemsAt, stringAt, timeMsAt, valueAt } from '../../apis/field-values.ts';
import { limitRange, pod, verticalPodAutoscaler } from '../../apis/kinds.ts';
import { podsSelectedBy } from '../../apis/ownership.ts';
import { type PodView, podView } from '../../apis/pod.ts';
import { resourceListAt } from '../../apis/resource-list.ts';
import { type VpaView, vpaView } from '../../apis/vpa.ts';
import { type WorkloadView, workloadView } from '../../apis/workload.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { type SourceCallOptions, SourceError } from '../../ports/index.ts';
import {
  type AggregateContainerState,
  type ContainerResources,
  DEFAULT_RECOMMENDER_CONFIG,
  type LastTermination,
  type LimitRangeItem,
  readCheckpoint,
  resourceAmountsOf,
} from '../../vpa/index.ts';
import type { AdvisorSources } from '../analyze.ts';
import type { NamespacedWorkload } from '../workload-facts.ts';
import { forgivingReads } from './forgiving-reads.ts';

/** A pod with what its kubelet says of its containers. */
export interface VpaPod {
  readonly view: PodView;
  /** By container, where the kubelet reports it. */
  readonly reportedResources: ReadonlyMap<string, ContainerResources>;
  readonly lastTerminations: readonly LastTermination[];
}

/** What the cluster knows of a VPA; what may not be read is absent, with a note. */
export interface VpaFacts {
  readonly cluster: string;
  readonly vpa: VpaView;
  readonly ref: NamespacedWorkload;
  readonly workload?: WorkloadView;
  readonly pods: readonly VpaPod[];
  readonly limitRanges: readonly LimitRangeItem[];
  /** What the recommender remembers, by container, from its checkpoints; empty where there are none. */
  readonly checkpoints: ReadonlyMap<string, AggregateContainerState>;
  readonly notes: readonly string[];
}

const checkpointKind = { group: 'autoscaling.k8s.io', kind: 'VerticalPodAutoscalerCheckpoint' };

/** Throws {@link SourceError} `not-found` where there is no such VPA, `bad-response` for one without a target. */
export async function readVpaFacts(
  { cluster, clock }: Pick<AdvisorSources, 'cluster' | 'clock'>,
  namespace: string,
  name: string,
  options: SourceCallOptions,
): Promise<VpaFacts> {
  const nowMs = clock.now();
  const reads = forgivingReads();
  const object = await cluster.get({ ...verticalPodAutoscaler, namespace, name }, options);
  const vpa = object && vpaView(object);
  if (vpa === undefined) {
    const all = await reads.read(cluster.list({ ...verticalPodAutoscaler, namespace }, options), '');
    const names = (all ?? []).flatMap(({ metadata }) => metadata.name ?? []);
    throw new SourceError({
      code: 'not-found',
      source: cluster.description,
      message: `there is no VPA ${name} in namespace ${namespace} (${cluster.description})`,
      suggestions: [
        names.length > 0 ? `name one of these: ${names.join(', ')}` : 'name another namespace with -n',
      ],
    });
  }
  const target = vpa.targetRef;
  if (target === undefined) {
    const message = `VPA ${namespace}/${name} has no targetRef: it recommends nothing`;
    throw new SourceError({ code: 'bad-response', source: cluster.description, message });
  }
  const ref = { group: target.group, kind: target.kind, namespace, name: target.name };
  const [workload, pods, ranges, checkpoints] = await Promise.all([
    reads.read(cluster.get(ref, options), 'its requests are not known'),
    reads.read(cluster.list({ ...pod, namespace }, options), 'running pods are not looked at'),
    reads.read(cluster.list({ ...limitRange, namespace }, options), 'LimitRanges are not looked at'),
    reads.read(
      cluster.list({ ...checkpointKind, namespace }, options),
      'what the recommender remembers is not known',
    ),
  ]);
  const view = workload && workloadView(workload);
  return {
    cluster: cluster.description,
    vpa,
    ref,
    ...(view === undefined ? {} : { workload: view }),
    pods: workload && pods ? podsSelectedBy(workload, pods).flatMap(vpaPodOf) : [],
    limitRanges: (ranges ?? []).flatMap(limitRangeItems),
    checkpoints: new Map(
      (checkpoints ?? []).flatMap((each) => {
        const read = readCheckpoint(each, DEFAULT_RECOMMENDER_CONFIG, nowMs);
        return read.ok && read.value.vpa === name ? [[read.value.container, read.value.state]] : [];
      }),
    ),
    notes: reads.notes,
  };
}

function vpaPodOf(object: KubernetesObject): VpaPod[] {
  const view = podView(object);
  if (view === undefined) return [];
  const lastTerminations = itemsAt(object, 'status', 'containerStatuses').flatMap((status) => {
    const terminated = ['lastState', 'terminated'] as const;
    const startedMs = timeMsAt(status, ...terminated, 'startedAt');
    const finishedMs = timeMsAt(status, ...terminated, 'finishedAt');
    const container = stringAt(status, 'name');
    const reason = stringAt(status, ...terminated, 'reason');
    return container === undefined ||
      reason === undefined ||
      startedMs === undefined ||
      finishedMs === undefined
      ? []
      : [{ container, reason, startedMs, finishedMs }];
  });
  return [{ view, reportedResources: reportedResourcesOf(object), lastTerminations }];
}

function reportedResourcesOf(object: KubernetesObject): VpaPod['reportedResources'] {
  return new Map(
    itemsAt(object, 'status', 'containerStatuses').flatMap((status) => {
      const name = stringAt(status, 'name');
      if (name === undefined || valueAt(status, 'resources') === undefined) return [];
      const amounts = (field: string) => resourceAmountsOf(resourceListAt(status, 'resources', field));
      return [[name, { requests: amounts('requests'), limits: amounts('limits') }]];
    }),
  );
}

function limitRangeItems(object: KubernetesObject): LimitRangeItem[] {
  return itemsAt(object, 'spec', 'limits').flatMap((item) => {
    const type = stringAt(item, 'type');
    if (type !== 'Container' && type !== 'Pod') return [];
    const amounts = (field: string) => resourceAmountsOf(resourceListAt(item, field));
    return [{ type, min: amounts('min'), max: amounts('max'), default: amounts('default') }];
  });
}
