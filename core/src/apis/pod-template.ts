import type { Path } from '../manifest/ranges.ts';
import { containersAt, type ContainerView } from './container.ts';
import { dropUndefined } from './drop-undefined.ts';
import { entriesAt, integerAt, itemsAt, stringAt, stringMapAt, valueAt } from './field-values.ts';
import { type HostPort, hostPortsAt } from './host-port.ts';
import { metadataOf } from './object-metadata.ts';
import { type ResourceList, resourceListAt } from './resource-list.ts';
import { type Toleration, tolerationsAt } from './toleration.ts';
import { type TopologySpreadConstraint, topologySpreadConstraintsAt } from './topology-spread.ts';

/** What a pod is made from: a workload's template, or a Pod itself. */
export interface PodTemplateView {
  /** From the root of the object to what holds the pod's `metadata` and `spec`; empty for a Pod. */
  readonly path: Path;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerView[];
  /** Sidecars among them. */
  readonly initContainers: readonly ContainerView[];
  /** `spec.resources`, for the pod as a whole. */
  readonly requests: ResourceList;
  readonly limits: ResourceList;
  /** What the runtime class adds for running the pod. */
  readonly overhead: ResourceList;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** As written. */
  readonly affinity?: unknown;
  readonly tolerations: readonly Toleration[];
  readonly topologySpreadConstraints: readonly TopologySpreadConstraint[];
  readonly hostPorts: readonly HostPort[];
  readonly priorityClassName?: string;
  /** `Always` where none is written. */
  readonly restartPolicy: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly volumes: readonly VolumeView[];
}

export interface VolumeView {
  readonly name: string;
  /** The kind of volume: `emptyDir`, `hostPath`, `persistentVolumeClaim`, … Absent where none is written. */
  readonly source?: string;
  /** Of an `emptyDir`: `Memory` is not on the node's disk. */
  readonly medium?: string;
  /** Of a `persistentVolumeClaim`; the claim of an `ephemeral` volume is named after pod and volume. */
  readonly claimName?: string;
  /** From the root of the object. */
  readonly path: Path;
}

/** Reads the pod at `path` of an object. */
export function podTemplateAt(root: unknown, path: Path): PodTemplateView {
  const { labels, annotations } = metadataOf(root, [...path, 'metadata']);
  const spec = [...path, 'spec'];
  const affinity = valueAt(root, ...spec, 'affinity');
  return dropUndefined({
    path,
    labels,
    annotations,
    containers: containersAt(root, spec, 'containers'),
    initContainers: containersAt(root, spec, 'initContainers'),
    requests: resourceListAt(root, ...spec, 'resources', 'requests'),
    limits: resourceListAt(root, ...spec, 'resources', 'limits'),
    overhead: resourceListAt(root, ...spec, 'overhead'),
    nodeSelector: stringMapAt(root, ...spec, 'nodeSelector'),
    affinity: affinity ?? undefined,
    tolerations: tolerationsAt(root, ...spec, 'tolerations'),
    topologySpreadConstraints: topologySpreadConstraintsAt(root, ...spec, 'topologySpreadConstraints'),
    hostPorts: hostPortsAt(root, ...spec),
    priorityClassName: stringAt(root, ...spec, 'priorityClassName'),
    restartPolicy: stringAt(root, ...spec, 'restartPolicy') || 'Always',
    terminationGracePeriodSeconds: integerAt(root, ...spec, 'terminationGracePeriodSeconds'),
    volumes: itemsAt(root, ...spec, 'volumes').map((entry, index) =>
      readVolume(entry, [...spec, 'volumes', index]),
    ),
  });
}

/** The containers that run as long as the pod: regular ones and sidecars. */
export function runningContainers(template: PodTemplateView): readonly ContainerView[] {
  return [...template.containers, ...template.initContainers.filter(({ role }) => role === 'sidecar')];
}

function readVolume(entry: unknown, path: Path): VolumeView {
  const source = entriesAt(entry).find(([field]) => field !== 'name')?.[0];
  return dropUndefined({
    name: stringAt(entry, 'name') ?? '',
    source,
    medium: stringAt(entry, 'emptyDir', 'medium'),
    claimName: stringAt(entry, 'persistentVolumeClaim', 'claimName'),
    path,
  });
}
