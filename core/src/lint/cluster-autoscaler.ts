import type { Resource } from '../manifest/source-file.ts';
import type { Field } from './field.ts';
import { podContainers } from './pod.ts';
import { type MinorVersion, parseMinorVersion } from './versions/minor-version.ts';

/** A flag on the command line of a container: `--name=value`, `--name value` or `--name`. */
export interface ContainerFlag {
  /** Without dashes in front, `_` as `-`. */
  readonly name: string;
  /** `undefined` for a flag without one. */
  readonly value: string | undefined;
  /** The list item that holds the flag. */
  readonly field: Field;
  /** The list item that holds the value: the same one for `--name=value`. */
  readonly valueField: Field;
}

/** A container that runs Cluster Autoscaler. */
export interface ClusterAutoscaler {
  readonly container: Field;
  readonly flags: readonly ContainerFlag[];
  /** From the image's tag. */
  readonly imageVersion: MinorVersion | undefined;
}

/** The Cluster Autoscaler containers of a workload, known by the image's or the command's name. */
export function clusterAutoscalersOf(resource: Resource): readonly ClusterAutoscaler[] {
  return podContainers(resource)
    .map((item) => item.field)
    .filter(isClusterAutoscaler)
    .map((container) => ({
      container,
      flags: flagsOnCommandLine(container),
      imageVersion: imageVersion(container.get('image').string ?? ''),
    }));
}

/** The last flag of that name, which is the one that counts. */
export function lastFlag(autoscaler: ClusterAutoscaler, name: string): ContainerFlag | undefined {
  return autoscaler.flags.findLast((flag) => flag.name === name);
}

function isClusterAutoscaler(container: Field): boolean {
  const repository = (container.get('image').string ?? '').replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const command = container.get('command', 0).string ?? '';
  return (
    /(^|\/)cluster-autoscaler(-(amd64|arm64|s390x))?$/.test(repository) ||
    /(^|\/)cluster-autoscaler$/.test(command)
  );
}

function flagsOnCommandLine(container: Field): readonly ContainerFlag[] {
  const items = [...container.get('command').items, ...container.get('args').items];
  const flags: ContainerFlag[] = [];
  for (const [index, field] of items.entries()) {
    const match = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(field.string ?? '');
    if (!match) continue;
    const name = (match[1] ?? '').replaceAll('_', '-');
    const next = items[index + 1];
    const follows = match[2] === undefined && next?.string !== undefined && !next.string.startsWith('-');
    const valueField = follows ? next : field;
    flags.push({ name, value: follows ? next.string : match[2], field, valueField });
  }
  return flags;
}

function imageVersion(image: string): MinorVersion | undefined {
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1];
  return tag === undefined ? undefined : parseMinorVersion(tag);
}
