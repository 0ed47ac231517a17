import type { Kubeconfig } from './kubeconfig.ts';
import { apply, kubectl } from './kubectl.ts';
import { waitFor } from './wait.ts';

/** Makes a namespace and waits for its service account, without which admission refuses pods. */
export async function makeNamespace(
  admin: Pick<Kubeconfig, 'path'>,
  metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> },
): Promise<void> {
  await apply(admin, { apiVersion: 'v1', kind: 'Namespace', metadata });
  const get = ['get', 'serviceaccount', 'default', '--namespace', metadata.name];
  await waitFor(async () => (await kubectl(admin, get)).exitCode === 0, {
    description: `the service account of namespace ${metadata.name}`,
  });
}
