import { fileURLToPath } from 'node:url';

import { Config, execute, settings } from '@oclif/core';

/**
 * Runs the command line.
 *
 * @param invokedAs what people type, for help and messages: `kubectl autoscaler` through kubectl, `kubectl-autoscale`
 *   directly. It cannot be read from argv: links and npm shims change it.
 * @param packageRoot folder of the plugin's package.json.
 */
export async function run(invokedAs: string, packageRoot: URL): Promise<void> {
  settings.enableAutoTranspile = false;
  const root = fileURLToPath(packageRoot);
  const config = new Config({ root });
  await config.load();
  config.bin = invokedAs;
  await execute({ dir: root, loadOptions: config });
}
