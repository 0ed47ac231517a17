import { isKind, isOfKind, limitRange, pod } from '../apis/kinds.ts';
import { type LimitRangeView, limitRangeView } from '../apis/namespace-limits.ts';
import type { WorkloadView } from '../apis/workload.ts';
import type { GroupKind, KubernetesObject } from '../manifest/kubernetes-object.ts';
import { groupOf } from '../manifest/kubernetes-object.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { WorkspaceIndex } from '../manifest/workspace-index.ts';
import type { ClusterObjects } from './cluster-objects.ts';
import { fileDistance, inDifferentNamespaces } from './locality.ts';
import { patchFilesOf } from './partial.ts';
import { ResourceFacts } from './resource-facts.ts';
import { type ScaleTarget, scaleTargetOf, targetKey } from './scale-target.ts';
import type { LintSettings } from './settings.ts';

/** How far from a manifest without a namespace its counterpart may stand: the same folder or a neighbouring one. */
const farthestWithoutNamespace = 3;

/**
 * The other objects, as rules ask for them. It knows that a repository holds variants of one object (overlays,
 * clusters, examples): a reference means the nearest object, and two objects meet only where they are applied together.
 */
export class Workspace {
  readonly index: WorkspaceIndex;
  readonly cluster: ClusterObjects | undefined;
  /** Everything that exists is known: what is not found does not exist. */
  readonly isComplete: boolean;
  readonly #isOneCluster: boolean;
  readonly #facts: ResourceFacts;
  #patchFiles: ReadonlySet<string> | undefined;

  constructor(
    index: WorkspaceIndex,
    settings: Pick<LintSettings, 'scope'>,
    cluster?: ClusterObjects,
    facts = new ResourceFacts(),
  ) {
    this.index = index;
    this.#facts = facts;
    this.cluster = cluster;
    this.#isOneCluster = settings.scope === 'complete';
    this.isComplete = this.#isOneCluster || cluster !== undefined;
  }

  /** The object as a workload, read once. */
  workloadOf(resource: Resource): WorkloadView | undefined {
    return this.#facts.workloadOf(resource);
  }

  /** Whether an object is known in parts only, so that nothing can be said of what it lacks. */
  isPartial(resource: Resource): boolean {
    if (resource.file.kind === 'template') return true;
    this.#patchFiles ??= patchFilesOf(this.index);
    return this.#patchFiles.has(resource.file.path) || this.#facts.lacksEssentials(resource);
  }

  /**
   * The whole object that `from` means by a name in its own namespace: the nearest one. `undefined` where there is none,
   * where two are equally near, or where neither names a namespace and they stand far apart.
   */
  resolve(target: ScaleTarget, from: Resource): Resource | undefined {
    const candidates = this.index
      .find({ group: target.group, kind: target.kind }, from.namespace, target.name)
      .filter((candidate) => this.#isReachable(candidate, from) && !this.isPartial(candidate))
      .map((candidate) => ({ candidate, distance: fileDistance(candidate.file.path, from.file.path) }))
      .sort((a, b) => a.distance - b.distance);
    const [first, second] = candidates;
    return first && first.distance !== second?.distance ? first.candidate : undefined;
  }

  /** The workload that an HPA, VPA or ScaledObject scales. */
  targetOf(autoscaler: Resource): Resource | undefined {
    const target = scaleTargetOf(autoscaler);
    return target && this.resolve(target, autoscaler);
  }

  /** Whole autoscalers of one kind that scale this workload. */
  autoscalersOf(workload: Resource, kind: GroupKind): readonly Resource[] {
    return this.index
      .grouped(kind, scaleTargetKey, targetKey(workload))
      .filter((autoscaler) => !this.isPartial(autoscaler) && this.targetOf(autoscaler) === workload);
  }

  /** Other whole autoscalers of one kind that scale what `autoscaler` scales and are applied together with it. */
  sharingTarget(autoscaler: Resource, kind: GroupKind): readonly Resource[] {
    const target = scaleTargetOf(autoscaler);
    if (!target) return [];
    return this.index
      .grouped(kind, scaleTargetKey, targetKey(target))
      .filter(
        (other) =>
          !(isKind(autoscaler, kind) && other.name === autoscaler.name) &&
          this.areAppliedTogether(autoscaler, other) &&
          !this.isPartial(other),
      );
  }

  /** All objects of a kind that are applied together with an object. */
  appliedWith(resource: Resource, kind: GroupKind): readonly Resource[] {
    const near = this.#isOneCluster
      ? this.#inNamespaceOf(resource, kind)
      : this.index.grouped(kind, folderOf, folderOf(resource));
    return near.filter((other) => this.areAppliedTogether(resource, other));
  }

  /**
   * Whether two objects of a namespace end up in one cluster: certain in a complete workspace and in one file, assumed in
   * one folder. Equal names in other folders are variants for other clusters more often than not.
   */
  areAppliedTogether(a: Resource, b: Resource): boolean {
    if (inDifferentNamespaces(a, b)) return false;
    return this.#isOneCluster || fileDistance(a.file.path, b.file.path) <= 1;
  }

  /** Whether that the two are applied together is known, not assumed from their folder. */
  areSurelyTogether(a: Resource, b: Resource): boolean {
    return this.#isOneCluster || a.file.path === b.file.path;
  }

  /** The labels of the cluster's pods in a namespace. */
  clusterPodLabels(namespace: string | undefined): readonly Readonly<Record<string, string>>[] {
    const pods = this.cluster?.objects.filter((object) => isOfKind(object, pod)) ?? [];
    return pods
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
      .map(({ metadata }) => metadata.labels ?? {});
  }

  /** Every object of a kind, of the workspace and of the cluster. */
  objectsOf(kind: GroupKind): readonly KubernetesObject[] {
    const live = this.cluster?.objects.filter((object) => isOfKind(object, kind)) ?? [];
    return [...this.index.ofKind(kind).map(({ object }) => object), ...live];
  }

  /** Whole workloads of some kinds that are applied together with an object, in its namespace. */
  workloadsWith(
    resource: Resource,
    kinds: readonly GroupKind[],
  ): readonly { readonly resource: Resource; readonly view: WorkloadView }[] {
    return kinds
      .flatMap((kind) => this.appliedWith(resource, kind))
      .filter((candidate) => !this.isPartial(candidate))
      .flatMap((candidate) => {
        const view = this.workloadOf(candidate);
        return view ? [{ resource: candidate, view }] : [];
      });
  }

  /** The LimitRanges that hold in the namespace of an object and are applied together with it. */
  limitRangesFor(resource: Resource): readonly LimitRangeView[] {
    return this.appliedWith(resource, limitRange).flatMap(
      (candidate) => limitRangeView(candidate.object) ?? [],
    );
  }

  /** An object of the cluster, where one was given. */
  findInCluster(target: ScaleTarget, namespace: string | undefined): KubernetesObject | undefined {
    return this.cluster?.objects.find(
      (object) =>
        object.kind === target.kind &&
        groupOf(object.apiVersion) === target.group &&
        object.metadata.name === target.name &&
        (namespace === undefined || object.metadata.namespace === namespace),
    );
  }

  /** What was searched, for messages. */
  describe(namespace: string | undefined): string {
    const where = namespace === undefined ? '' : `namespace ${namespace} of `;
    return `${where}the ${this.index.files.size} files${this.cluster ? ` and ${this.cluster.description}` : ''}`;
  }

  #isReachable(candidate: Resource, from: Resource): boolean {
    if (this.#isOneCluster) return true;
    if (candidate.namespace !== undefined && candidate.namespace === from.namespace) return true;
    return fileDistance(candidate.file.path, from.file.path) <= farthestWithoutNamespace;
  }

  /** The objects of the namespace, and those that name none. */
  #inNamespaceOf({ namespace }: Resource, kind: GroupKind): readonly Resource[] {
    if (namespace === undefined) return this.index.ofKind(kind);
    const within = (name: string): readonly Resource[] => this.index.grouped(kind, namespaceOf, name);
    return [...within(namespace), ...within('')];
  }
}

// What objects are grouped by: one function each, by which an index keeps the groups.

function folderOf({ file }: Resource): string {
  return file.path.slice(0, file.path.lastIndexOf('/') + 1);
}

function namespaceOf({ namespace = '' }: Resource): string {
  return namespace;
}

function scaleTargetKey(autoscaler: Resource): string {
  const target = scaleTargetOf(autoscaler);
  return target ? targetKey(target) : '';
}
