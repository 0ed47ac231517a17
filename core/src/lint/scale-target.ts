import { isKind, scaledObject, verticalPodAutoscaler } from '../apis/kinds.ts';
import { groupOf } from '../manifest/kubernetes-object.ts';
import type { Resource } from '../manifest/source-file.ts';
import type { Field } from './field.ts';
import { rootOf } from './field.ts';

/** What an autoscaler scales: identity is group, kind and name, never the version. */
export interface ScaleTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** Kinds that are meant in `apps` even where the group is missing or long gone. */
const movedToApps = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet']);

/** The field that names what an HPA, VPA or ScaledObject scales. */
export function scaleTargetField(autoscaler: Resource): Field {
  const name = isKind(autoscaler, verticalPodAutoscaler) ? 'targetRef' : 'scaleTargetRef';
  return rootOf(autoscaler).get('spec', name);
}

/**
 * What an HPA, VPA or ScaledObject scales, with KEDA's defaults (`apps`, `Deployment`); `undefined` where it names
 * nothing. A workload of `apps` that is named under an old group or none is taken for what it is.
 */
export function scaleTargetOf(autoscaler: Resource): ScaleTarget | undefined {
  const reference = scaleTargetField(autoscaler);
  const isKeda = isKind(autoscaler, scaledObject);
  const name = reference.get('name').string;
  const kind = reference.get('kind').string ?? (isKeda ? 'Deployment' : undefined);
  if (name === undefined || kind === undefined) return undefined;
  const apiVersion = reference.get('apiVersion').string;
  const written = apiVersion === undefined ? (isKeda ? 'apps' : '') : groupOf(apiVersion);
  const group = movedToApps.has(kind) && (written === '' || written === 'extensions') ? 'apps' : written;
  return { group, kind, name };
}

export function targetKey(target: ScaleTarget): string {
  return `${target.group}/${target.kind}/${target.name}`;
}
