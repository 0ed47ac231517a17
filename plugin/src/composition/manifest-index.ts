import { createWorkspaceIndex, parseSourceFile, type WorkspaceIndex } from '@kubectl-autoscale/core/manifest';
import { diskFiles } from '@kubectl-autoscale/core/sources/files';

const MANIFEST_ENDINGS = ['.yaml', '.yml', '.json'];

/** Reads and parses the manifests at or below a path of the working folder. Throws SourceError. */
export async function openManifests(path: string): Promise<WorkspaceIndex> {
  const files = diskFiles('.');
  const names = await files.list([path], MANIFEST_ENDINGS);
  const parsed = await Promise.all(names.map(async (name) => parseSourceFile(name, await files.read(name))));
  return createWorkspaceIndex(parsed);
}
