import { readDeliverySource } from '@kubectl-autoscale/core/advisor';
import { undoCommand } from '@kubectl-autoscale/core/authoring';
import { groupOf, type KubernetesObject } from '@kubectl-autoscale/core/manifest';
import type { ClusterSource, ClusterWriter, FieldConflict } from '@kubectl-autoscale/core/ports';

import type { Palette } from '../output/palette.ts';
import { objectDiff } from './object-diff.ts';

/** As which field manager we apply. */
export const FIELD_MANAGER = 'kubectl-autoscale';

/** An object to apply: the fields to set, and what that does to what runs. */
export interface Change {
  readonly object: KubernetesObject;
  /** One sentence: `replaces all 5 pods by a rolling update (…)`. */
  readonly effect?: string;
}

export interface ApplyTools {
  readonly cluster: ClusterSource;
  readonly writer: ClusterWriter;
  readonly palette: Palette;
  readonly signal: AbortSignal;
  /** Prints what will be done. */
  readonly show: (text: string) => void;
  /** What to do with the manifest instead, where the object may not be changed here: `print it with …`. */
  readonly writeInstead: string;
}

/** A change that was tried on the API server and may be made. */
export interface PreparedChange {
  readonly object: KubernetesObject;
  readonly before: KubernetesObject | undefined;
  readonly undo: string;
}

export type Preparation =
  | { readonly kind: 'ready'; readonly change: PreparedChange }
  | { readonly kind: 'unchanged' }
  /** Lines for people: why not, and what to do instead. */
  | { readonly kind: 'refused'; readonly reason: string; readonly suggestions: readonly string[] };

/**
 * Tries a change as a server-side dry run and shows its diff. Refused: an object that Argo CD, Flux or an operator would set back, and
 * fields of another manager unless `force`.
 */
export async function prepareChange(
  { object, effect }: Change,
  { cluster, writer, palette, signal, show, writeInstead }: ApplyTools,
  force: boolean,
): Promise<Preparation> {
  const { namespace, name = '' } = object.metadata;
  const query = {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
  const before = await cluster.get(query, { signal });
  const delivery = before && (await readDeliverySource(cluster, before, { signal }));
  if (delivery?.undo === 'reverts') {
    const place = delivery.commitTo ?? `the source of ${delivery.name}`;
    return {
      kind: 'refused',
      reason: `${titleOf(object)} is delivered by ${delivery.tool} (${delivery.name}), which would set it back`,
      suggestions: [`commit the change to ${place}`, writeInstead],
    };
  }
  const options = { fieldManager: FIELD_MANAGER, dryRun: true, signal };
  const tried = await writer.apply(object, { ...options, force: true });
  if (tried.kind === 'conflict') throw new Error('a forced apply does not conflict');
  const diff = objectDiff(before, tried.object, palette);
  if (diff === '') return { kind: 'unchanged' };
  show(diff);
  if (effect !== undefined) show(`${palette.yellow('effect')}  ${effect}\n`);
  if (delivery !== undefined) {
    show(
      `${palette.yellow('note')}    ${delivery.tool} release ${delivery.name} sets it back with its next upgrade: change its values too\n`,
    );
  }
  const gentle = force ? tried : await writer.apply(object, options);
  if (gentle.kind === 'conflict') return conflictRefusal(object, gentle.conflicts, writeInstead);
  return { kind: 'ready', change: { object, before, undo: undoCommand(object, before, tried.object) } };
}

function conflictRefusal(
  object: KubernetesObject,
  conflicts: readonly FieldConflict[],
  writeInstead: string,
): Preparation {
  const managers = [...new Set(conflicts.map(({ manager }) => manager))];
  const fields = managers.map((manager) => {
    const own = conflicts.filter((each) => each.manager === manager).map(({ field }) => field);
    return `${manager} (${own.join(', ')})`;
  });
  return {
    kind: 'refused',
    reason: `${titleOf(object)} has fields that another manager set: ${fields.join('; ')}`,
    suggestions: [
      `change them where ${managers.join(', ')} takes them from: ${writeInstead}`,
      'take the fields over with --force-conflicts: the next apply by that manager sets them back or conflicts in turn',
    ],
  };
}

/** Makes a prepared change, and answers how to undo it. */
export async function makeChange(
  { object, undo }: PreparedChange,
  { writer, signal }: ApplyTools,
): Promise<string> {
  await writer.apply(object, { fieldManager: FIELD_MANAGER, force: true, signal });
  return undo;
}

function titleOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name ?? ''}`;
}
