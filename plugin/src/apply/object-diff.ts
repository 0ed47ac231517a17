import { type KubernetesObject, toYaml } from '@kubectl-autoscale/core/manifest';

import type { Palette } from '../output/palette.ts';
import { textDiff } from '../output/text-diff.ts';

/** Set by the API server with every change: they would hide what changes. */
const SERVER_FIELDS = [
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'managedFields',
  'selfLink',
];

/** What a change makes of an object as people write it: without status and bookkeeping. Empty where nothing changes. */
export function objectDiff(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  palette: Palette,
): string {
  const { kind, metadata } = after;
  const name = `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name ?? ''}`;
  return textDiff(name, before === undefined ? '' : written(before), written(after), palette);
}

function written({ metadata, ...object }: KubernetesObject): string {
  const { apiVersion, kind, ...fields } = object;
  const own = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER_FIELDS.includes(key)));
  const kept = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'status'));
  return toYaml({ apiVersion, kind, metadata: own, ...kept });
}
