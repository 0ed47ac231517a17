import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { KubernetesObject } from '@kubectl-autoscale/core/manifest';

import { openManifests } from './manifest-index.ts';
import { writeFile } from './write-file.ts';

export type NewManifestOutcome =
  | { readonly kind: 'written'; readonly path: string; readonly hint?: string }
  /** Nothing was written. */
  | { readonly kind: 'refused'; readonly reason: string; readonly suggestions: readonly string[] };

/** Endings of kinds in file names. */
const SHORT: Readonly<Record<string, string>> = {
  HorizontalPodAutoscaler: 'hpa',
  VerticalPodAutoscaler: 'vpa',
};

/**
 * Writes a manifest into a file that is not there yet. Of a folder, the object gets a file of its own (`chat-hpa.yaml`), unless one of the folder's
 * manifests declares it already. Throws SourceError where it cannot be written.
 */
export async function writeNewManifest(
  place: string,
  object: KubernetesObject,
  text: string,
): Promise<NewManifestOutcome> {
  const { kind, metadata } = object;
  const { name = '', namespace } = metadata;
  const status = await stat(place).catch(() => undefined);
  const isFolder = status?.isDirectory() ?? place.endsWith('/');
  if (status?.isDirectory() === true) {
    const index = await openManifests(place);
    const group = object.apiVersion.split('/')[0] ?? '';
    const [known] = index.find({ group, kind }, namespace, name);
    if (known !== undefined) {
      const { line } = known.file.positionAt(known.rangeOf([]).start);
      return {
        kind: 'refused',
        reason: `${known.file.path}:${line} declares ${kind} ${name} already`,
        suggestions: [`edit it there, or name another object with --name`],
      };
    }
  }
  const path = isFolder ? join(place, `${name}-${SHORT[kind] ?? kind.toLowerCase()}.yaml`) : place;
  if ((await stat(path).catch(() => undefined)) !== undefined) {
    return {
      kind: 'refused',
      reason: `${path} is there already: nothing was written`,
      suggestions: ['name another file with --out, or delete it first'],
    };
  }
  await writeFile(path, text);
  const kustomization = isFolder ? await kustomizationOf(place) : undefined;
  return {
    kind: 'written',
    path,
    ...(kustomization === undefined
      ? {}
      : { hint: `name it under resources of ${join(place, kustomization)}` }),
  };
}

async function kustomizationOf(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names.find((name) => /^(kustomization\.ya?ml|Kustomization)$/.test(name));
}
