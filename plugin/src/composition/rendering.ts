import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, relative, resolve } from 'node:path';

import { helmSourceOf, kustomizeOriginOf, type RenderedManifests } from '@kubectl-autoscale/core/lint';
import { parseSourceFile } from '@kubectl-autoscale/core/manifest';
import { SourceError } from '@kubectl-autoscale/core/ports';

import type { RenderRoot } from '../command/render-roots.ts';
import { runKustomize } from './run-kustomize.ts';
import { runProgram } from './run-program.ts';

/** Renders a kustomization or a chart of the workspace with the user's own tool. Throws SourceError. */
export function render(
  workspaceRoot: string,
  root: RenderRoot,
  signal: AbortSignal,
): Promise<RenderedManifests> {
  return root.tool === 'helm'
    ? renderChart(workspaceRoot, root, signal)
    : buildKustomization(workspaceRoot, root, signal);
}

async function renderChart(
  workspaceRoot: string,
  { folder, entry }: RenderRoot,
  signal: AbortSignal,
): Promise<RenderedManifests> {
  const path = resolve(workspaceRoot, folder);
  const text = await runProgram('helm', ['template', 'release', path], { signal });
  return {
    file: parseSourceFile(posix.join(folder, '(helm template)'), text),
    description: `helm template ${folder || '.'}; the place is approximate`,
    entry,
    originOf: (resource) => helmSourceOf(resource, folder),
    patches: [],
  };
}

/**
 * Builds through a kustomization of our own in a temporary folder, which asks for origin annotations: the user's files stay
 * as they are.
 */
async function buildKustomization(
  workspaceRoot: string,
  { folder, entry, patches }: RenderRoot,
  signal: AbortSignal,
): Promise<RenderedManifests> {
  const workspace = await realpath(workspaceRoot);
  const outer = await realpath(await mkdtemp(join(tmpdir(), 'kubectl-autoscale-')));
  try {
    const base = relative(outer, join(workspace, folder));
    const kustomization = { resources: [base], buildMetadata: ['originAnnotations'] };
    await writeFile(join(outer, 'kustomization.yaml'), JSON.stringify(kustomization));
    const text = await runKustomize(outer, signal).catch((error: unknown) => {
      throw error instanceof SourceError ? inWordsOf(folder, outer, error) : error;
    });
    return {
      file: parseSourceFile(posix.join(folder, '(kustomize build)'), text),
      description: `kustomize build ${folder || '.'}`,
      entry,
      originOf: (resource) => {
        const origin = kustomizeOriginOf(resource);
        return origin === undefined ? undefined : relative(workspace, resolve(outer, origin));
      },
      patches,
    };
  } finally {
    await rm(outer, { recursive: true, force: true });
  }
}

/** The temporary folder means nothing to the reader. */
function inWordsOf(folder: string, outer: string, { details }: SourceError): SourceError {
  const message = details.message.replaceAll(outer, folder || '.');
  return new SourceError({ ...details, source: folder, message });
}
