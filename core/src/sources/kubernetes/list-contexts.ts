import { homedir } from 'node:os';

import { readKubeconfigs } from './kubeconfig-files.ts';
import type { KubeconfigOptions } from './load-kubeconfig.ts';

/** The contexts that a user may choose among. */
export interface KubeconfigContexts {
  /** Names, in the order of the files. */
  readonly names: readonly string[];
  readonly current?: string;
}

/**
 * The contexts of the kubeconfig that `loadKubeconfig` would read; none where there is no file. Reads files only: no cluster is
 * asked and no credential plugin run.
 *
 * @throws SourceError `not-found` for a missing file that was named, `bad-response` for one that cannot be used.
 */
export async function listContexts(
  options: Pick<KubeconfigOptions, 'kubeconfig' | 'environment' | 'homeDirectory'> = {},
): Promise<KubeconfigContexts> {
  const environment = options.environment ?? process.env;
  const { config } = await readKubeconfigs({
    homeDirectory: options.homeDirectory ?? environment.HOME ?? homedir(),
    ...(options.kubeconfig !== undefined && { explicitPath: options.kubeconfig }),
    ...(environment.KUBECONFIG !== undefined && { environment: environment.KUBECONFIG }),
  });
  const names = config.contexts.map(({ name }) => name).filter((name) => typeof name === 'string');
  const current = config['current-context'];
  return { names, ...(current !== undefined && { current }) };
}
