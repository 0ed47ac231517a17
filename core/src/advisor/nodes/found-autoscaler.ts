import {
  clusterAutoscalersOf,
  type NodeGroupPriority,
  priorityExpanderConfigMapView,
  readNodeGroupPriorities,
} from '../../apis/cluster-autoscaler.ts';
import {
  clusterAutoscalerStatusConfigMap,
  type NodeGroupStatus,
  readNodeGroupStatuses,
} from '../../apis/cluster-autoscaler-status.ts';
import type { CommandLineFlag } from '../../apis/command-line-flag.ts';
import { stringAt } from '../../apis/field-values.ts';
import { metadataOf } from '../../apis/object-metadata.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { fromYaml } from '../../manifest/plain-yaml.ts';
import { type ClusterAutoscalerSettings, defaultSettings, settingsFromFlags } from '../../nodes/index.ts';

/** The Cluster Autoscaler of a cluster, or what stands in for one that was not found. */
export interface FoundAutoscaler {
  /** `kube-system/cluster-autoscaler`; absent where none was found. */
  readonly name?: string;
  readonly settings: ClusterAutoscalerSettings;
  /** Groups named on its command line: `--nodes=min:max:name`. */
  readonly flagged: readonly NodeGroupBounds[];
  /** What it last wrote of its groups. */
  readonly statuses: readonly NodeGroupStatus[];
  /** Of the priority expander's ConfigMap. */
  readonly priorities?: readonly NodeGroupPriority[];
  readonly assumptions: readonly string[];
}

/** How small and large a group may get. */
export interface NodeGroupBounds {
  readonly name: string;
  readonly minSize: number;
  readonly maxSize: number;
}

/** Looks for it among Deployments and ConfigMaps. Of several the first by name counts, and that is said. */
export function findAutoscaler(
  deployments: readonly KubernetesObject[],
  configMaps: readonly KubernetesObject[],
): FoundAutoscaler {
  const [found, ...others] = deployments
    .flatMap((object) => clusterAutoscalersOf(object).map((view) => ({ name: nameOf(object), view })))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const priorities = prioritiesAmong(configMaps);
  const shared = { statuses: statusesAmong(configMaps), ...(priorities && { priorities }) };
  if (!found) {
    const settings = defaultSettings();
    return {
      ...shared,
      settings,
      flagged: [],
      assumptions: [
        `no Cluster Autoscaler was found among the Deployments: the defaults of release 1.${settings.minor} stand in for its flags`,
      ],
    };
  }
  const { flags, imageTag } = found.view;
  const minor = minorOf(imageTag);
  const settings = settingsFromFlags(flags, minor);
  return {
    ...shared,
    name: found.name,
    settings,
    flagged: boundsAmong(flags),
    assumptions: [
      ...(minor === undefined
        ? [`the image of ${found.name} tells no release: it is taken for 1.${settings.minor}`]
        : []),
      ...(others.length > 0
        ? [`of ${others.length + 1} Cluster Autoscalers ${found.name} is looked at`]
        : []),
    ],
  };
}

/** `v1.34.1` → 34. */
function minorOf(imageTag: string | undefined): number | undefined {
  const minor = /^v?1\.(\d+)/.exec(imageTag ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function boundsAmong(flags: readonly CommandLineFlag[]): readonly NodeGroupBounds[] {
  return flags.flatMap(({ name, value = '' }) => {
    const parts = name === 'nodes' ? /^(\d+):(\d+):(.+)$/.exec(value) : null;
    return parts ? [{ minSize: Number(parts[1]), maxSize: Number(parts[2]), name: parts[3] ?? '' }] : [];
  });
}

function statusesAmong(configMaps: readonly KubernetesObject[]): readonly NodeGroupStatus[] {
  const { name, key } = clusterAutoscalerStatusConfigMap;
  const text = configMaps
    .filter((object) => metadataOf(object).name === name)
    .map((object) => stringAt(object, 'data', key))
    .find((found) => found !== undefined);
  const parsed = fromYaml(text ?? '');
  return parsed.ok ? readNodeGroupStatuses(parsed.value) : [];
}

function prioritiesAmong(configMaps: readonly KubernetesObject[]): readonly NodeGroupPriority[] | undefined {
  const text = configMaps.map((object) => priorityExpanderConfigMapView(object)?.text).find(Boolean);
  const parsed = text === undefined ? undefined : fromYaml(text);
  const read = parsed?.ok ? readNodeGroupPriorities(parsed.value) : undefined;
  return read?.ok ? read.value : undefined;
}

function nameOf(object: KubernetesObject): string {
  const { namespace = 'default', name = '' } = metadataOf(object);
  return `${namespace}/${name}`;
}
