import type { KubernetesObject } from '../manifest/kubernetes-object.ts';
import type { Path } from '../manifest/ranges.ts';
import { fail, ok, type Result } from '../units/result.ts';
import { type CommandLineFlag, commandLineFlags } from './command-line-flag.ts';
import type { ContainerView } from './container.ts';
import { dropUndefined } from './drop-undefined.ts';
import { entriesAt, hasMappingAt, stringAt } from './field-values.ts';
import { configMap, isOfKind } from './kinds.ts';
import { metadataOf, type ObjectMetadata } from './object-metadata.ts';
import { workloadView } from './workload.ts';

/** A container that runs Cluster Autoscaler. */
export interface ClusterAutoscalerView {
  readonly container: ContainerView;
  readonly flags: readonly CommandLineFlag[];
  /** The image's tag, `v1.34.1`; absent where the image has none. */
  readonly imageTag?: string;
}

/**
 * The Cluster Autoscaler containers of a workload: those whose image or program is called
 * `cluster-autoscaler`, as in upstream's manifests and charts. A program inside a shell's command line is not
 * looked for.
 */
export function clusterAutoscalersOf(object: KubernetesObject): readonly ClusterAutoscalerView[] {
  const workload = workloadView(object);
  if (!workload) return [];
  return workload.template.containers.filter(isClusterAutoscaler).map((container) =>
    dropUndefined({
      container,
      flags: commandLineFlags(object, container.path),
      imageTag: container.image === undefined ? undefined : tagOf(container.image),
    }),
  );
}

function isClusterAutoscaler({ image = '', command }: ContainerView): boolean {
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return (
    /(^|\/)cluster-autoscaler(-(amd64|arm64|s390x))?$/.test(repository) ||
    /(^|\/)cluster-autoscaler$/.test(command[0] ?? '')
  );
}

function tagOf(image: string): string | undefined {
  return /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1];
}

/**
 * Name and key that the priority expander looks for (pkg/expander/priority/priority.go, Cluster Autoscaler
 * 1.36).
 */
export const priorityExpanderConfigMap = {
  name: 'cluster-autoscaler-priority-expander',
  key: 'priorities',
} as const;

/** The ConfigMap of the priority expander. */
export interface PriorityExpanderConfigMap {
  readonly metadata: ObjectMetadata;
  /** The YAML text with the priorities; absent where the key is missing. */
  readonly text?: string;
  readonly textPath: Path;
}

/** `undefined` for any other object. */
export function priorityExpanderConfigMapView(
  object: KubernetesObject,
): PriorityExpanderConfigMap | undefined {
  const metadata = metadataOf(object);
  if (!isOfKind(object, configMap) || metadata.name !== priorityExpanderConfigMap.name) return undefined;
  const textPath = ['data', priorityExpanderConfigMap.key];
  return dropUndefined({ metadata, text: stringAt(object, ...textPath), textPath });
}

/** One priority with the patterns that a node group's name is searched for. */
export interface NodeGroupPriority {
  readonly priority: number;
  /** Go regular expressions (RE2), not anchored. */
  readonly patterns: readonly string[];
}

/** Why the priorities are malformed. The expander then filters nothing. */
export interface PrioritiesError {
  readonly message: string;
  /** From the root of the parsed YAML. */
  readonly path: Path;
}

/**
 * The priorities, highest first, from the ConfigMap's text once its YAML is parsed: a mapping from whole
 * numbers to lists of patterns. Zero works; a negative priority never wins.
 */
export function readNodeGroupPriorities(
  parsed: unknown,
): Result<readonly NodeGroupPriority[], PrioritiesError> {
  if (!hasMappingAt(parsed)) {
    return fail({ message: 'the priorities are a mapping from numbers to lists of patterns', path: [] });
  }
  const priorities: NodeGroupPriority[] = [];
  for (const [key, value] of entriesAt(parsed)) {
    if (!/^[+-]?\d+$/.test(key)) return fail({ message: `"${key}" is not a whole number`, path: [key] });
    if (!Array.isArray(value)) {
      return fail({ message: `priority ${key} has no list of patterns`, path: [key] });
    }
    const wrong = value.findIndex((pattern) => typeof pattern !== 'string');
    if (wrong >= 0) return fail({ message: 'a pattern is a text', path: [key, wrong] });
    priorities.push({ priority: Number(key), patterns: value as string[] });
  }
  return ok(priorities.sort((a, b) => b.priority - a.priority));
}
