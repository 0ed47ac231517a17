import type { Resource } from '../manifest/source-file.ts';
import { type Field, rootOf } from './field.ts';
import { podPath } from './pod-bearing-kinds.ts';

export interface ContainerField {
  readonly name: string;
  readonly field: Field;
  /** An init container with `restartPolicy: Always` runs beside the others: a sidecar. */
  readonly role: 'container' | 'sidecar' | 'init';
}

/** The pod (`metadata` and `spec`) of a workload or of a Pod itself. */
export function podOf(resource: Resource): Field | undefined {
  const path = podPath(resource);
  return path && rootOf(resource).get(...path);
}

/** All containers of a workload's pod, in the order in which they are written; regular ones first. */
export function podContainers(resource: Resource): readonly ContainerField[] {
  const spec = podOf(resource)?.get('spec');
  if (!spec) return [];
  const regular = spec.get('containers').items.map((field) => container(field, 'container'));
  const init = spec
    .get('initContainers')
    .items.map((field) =>
      container(field, field.get('restartPolicy').string === 'Always' ? 'sidecar' : 'init'),
    );
  return [...regular, ...init];
}

/** The containers that run as long as the pod: those whose use an HPA measures. */
export function runningContainers(resource: Resource): readonly ContainerField[] {
  return podContainers(resource).filter((item) => item.role !== 'init');
}

function container(field: Field, role: ContainerField['role']): ContainerField {
  return { name: field.get('name').string ?? '', field, role };
}
