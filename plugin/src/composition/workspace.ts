import { createWorkspaceIndex, parseSourceFile, type WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';

const MANIFEST_ENDINGS = ['.yaml', '.yml', '.json'];

export interface OpenedWorkspace {
  readonly index: WorkspaceIndex;
}

/** Reads and parses the manifests at and below the given paths of the working folder. Throws SourceError. */
export async function openWorkspace(paths: readonly string[]): Promise<OpenedWorkspace> {
  const files = diskFiles('.');
  const names = await files.list(paths, MANIFEST_ENDINGS);
  const parsed = await Promise.all(names.map(async (name) => parseSourceFile(name, await files.read(name))));
  return { index: createWorkspaceIndex(parsed) };
}
