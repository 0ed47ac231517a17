import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const extension = fileURLToPath(new URL('../../extension', import.meta.url));

/** Builds the extension and packs it; answers the path of the `.vsix`. */
export async function packExtension(): Promise<string> {
  await promisify(execFile)(process.execPath, [join(extension, 'scripts/package.mjs')]);
  return join(extension, 'kubectl-autoscale-vscode.vsix');
}
