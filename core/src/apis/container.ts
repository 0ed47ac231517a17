import type { Path } from '../manifest/ranges.ts';
import { dropUndefined } from './drop-undefined.ts';
import { itemsAt, stringAt, stringsAt } from './field-values.ts';
import { type ResourceList, resourceListAt } from './resource-list.ts';

/** A container of a pod or a pod template. */
export interface ContainerView {
  /** Empty where none is written. */
  readonly name: string;
  /** `sidecar`: an init container with `restartPolicy: Always`, which runs beside the regular ones. */
  readonly role: 'container' | 'sidecar' | 'init';
  readonly image?: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly requests: ResourceList;
  readonly limits: ResourceList;
  /** From the root of the object. */
  readonly path: Path;
}

/** The containers in the list at `path`; entries that are no mapping keep their place and read as empty. */
export function containersAt(
  root: unknown,
  path: Path,
  list: 'containers' | 'initContainers',
): readonly ContainerView[] {
  return itemsAt(root, ...path, list).map((entry, index) =>
    dropUndefined({
      name: stringAt(entry, 'name') ?? '',
      role: list === 'containers' ? ('container' as const) : roleOfInitContainer(entry),
      image: stringAt(entry, 'image'),
      command: stringsAt(entry, 'command'),
      args: stringsAt(entry, 'args'),
      requests: resourceListAt(entry, 'resources', 'requests'),
      limits: resourceListAt(entry, 'resources', 'limits'),
      path: [...path, list, index],
    }),
  );
}

function roleOfInitContainer(entry: unknown): 'sidecar' | 'init' {
  return stringAt(entry, 'restartPolicy') === 'Always' ? 'sidecar' : 'init';
}
