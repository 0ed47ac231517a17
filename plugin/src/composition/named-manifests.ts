import { basename } from 'node:path';

import { createWorkspaceIndex, parseSourceFile, type SourceFile } from '@kubectl-autoscale/core/manifest';

import { UsageError } from '../command/usage-error.ts';
import { type ManifestTree, openManifestTree } from './manifest-trees.ts';
import { runKustomize } from './run-kustomize.ts';
import { readStandardInput } from './standard-input.ts';

/** What `-f` and `-k` name. */
export interface ManifestFlagValues {
  readonly filename?: readonly string[] | undefined;
  readonly kustomize?: string | undefined;
}

const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The manifests that `-f` (files, folders, git revisions, standard input as `-`) or `-k` (a kustomization) names; `undefined` where neither is
 * given. A folder with a kustomization is refused: its patches are parts of objects. Throws SourceError and UsageError.
 */
export async function openNamedManifests(
  { filename = [], kustomize }: ManifestFlagValues,
  signal: AbortSignal,
): Promise<ManifestTree | undefined> {
  if (kustomize !== undefined) {
    const text = await runKustomize(kustomize, signal);
    const file = parseSourceFile(`${kustomize} (kustomize build)`, text);
    return { index: createWorkspaceIndex([file]), source: kustomize };
  }
  if (filename.length === 0) return undefined;
  const files: SourceFile[] = [];
  for (const word of filename) files.push(...(await filesAt(word, signal)));
  const kustomization = files.find(({ path }) => kustomizationNames.includes(basename(path)));
  if (kustomization !== undefined) {
    throw new UsageError(
      `-f: ${kustomization.path} is a kustomization, whose patches are parts of objects`,
      'name its folder with -k instead',
    );
  }
  return { index: createWorkspaceIndex(files), source: filename.join(', ').replace(/^-$/, 'standard input') };
}

async function filesAt(word: string, signal: AbortSignal): Promise<Iterable<SourceFile>> {
  if (word === '-') return [parseSourceFile('(standard input)', await readStandardInput())];
  return (await openManifestTree(word, undefined, signal)).index.files.values();
}
