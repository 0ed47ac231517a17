import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { execute, type Interfaces } from '@oclif/core';

/**
 * Runs the command line.
 *
 * @param invokedAs what people type, for help and messages: `kubectl autoscaler` through kubectl, `kubectl-autoscale`
 *   directly. It cannot be read from argv: links and npm shims change it.
 * @param packageRoot folder of the plugin's package.json.
 */
export async function run(invokedAs: string, packageRoot: URL): Promise<void> {
  const root = fileURLToPath(packageRoot);
  const manifest = JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')) as Interfaces.PJSON;
  const pjson = { ...manifest, oclif: { ...manifest.oclif, bin: invokedAs } };
  await execute({ dir: root, loadOptions: { root, pjson } });
}
