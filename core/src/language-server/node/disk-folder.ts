import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { diskFiles } from '../../sources/files/index.ts';
import type { FolderFiles, FoundConfig, ListedFile } from '../adapters.ts';

const MANIFEST_ENDINGS = ['.yaml', '.yml', '.json'];
const CONFIG_NAME = '.kubectl-autoscale.yaml';

/** The manifests below a `file:` URI; `undefined` for other schemes. */
export function diskFolder(uri: string): FolderFiles | undefined {
  if (!uri.startsWith('file:')) return undefined;
  const root = fileURLToPath(uri);
  const files = diskFiles(root);
  return {
    list: async () => {
      const paths = await files.list(['.'], MANIFEST_ENDINGS);
      const listed = await Promise.all(paths.map((path) => listedFile(root, path)));
      return listed.filter((file) => file !== undefined);
    },
    read: (path) => files.read(path),
    readConfig: () => findConfig(root),
  };
}

/** A file that went away since it was listed is not there. */
async function listedFile(root: string, path: string): Promise<ListedFile | undefined> {
  const status = await stat(join(root, path)).catch(() => undefined);
  return status?.isFile() === true ? { path, bytes: status.size } : undefined;
}

async function findConfig(from: string): Promise<FoundConfig | undefined> {
  const path = join(from, CONFIG_NAME);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) return { path, text };
  const above = dirname(from);
  return above === from ? undefined : findConfig(above);
}
