import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { apply, kubectl } from './kubectl.ts';
import { makeNamespace } from './namespace.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import type { TestCluster, UserKubeconfig } from './test-cluster.ts';

/** The label of every namespace that tests make in a cluster that is not theirs. */
export const testNamespaceLabel = { 'app.kubernetes.io/managed-by': 'kubectl-autoscale-tests' };

/** Whether tests were asked to use the cluster of KUBECONFIG: never on the strength of KUBECONFIG alone. */
export function wantsExistingCluster(environment: NodeJS.ProcessEnv): boolean {
  return environment.KUBECTL_AUTOSCALE_USE_EXISTING_CLUSTER === '1';
}

/**
 * Makes a namespace in the current context of KUBECONFIG, with two service accounts that stand for `reader` (the built-in
 * role `view`, in this namespace) and `nobody`. All that is written to the cluster is in that namespace, which `stop`
 * deletes. Any way to authenticate works, because kubectl does it.
 */
export async function openExistingCluster(environment: NodeJS.ProcessEnv): Promise<TestCluster> {
  const { KUBECONFIG } = environment;
  if (!KUBECONFIG) {
    throw new Error(
      'KUBECTL_AUTOSCALE_USE_EXISTING_CLUSTER=1 needs KUBECONFIG: set it to the kubeconfig of the cluster to use',
    );
  }
  const sandbox = createSandbox('existing-cluster');
  const namespace = `autoscale-test-${randomBytes(4).toString('hex')}`;
  try {
    const connection = await currentContext(KUBECONFIG);
    const admin = writeUser(sandbox, connection, 'admin', namespace);
    await makeNamespace(admin, { name: namespace, labels: testNamespaceLabel });
    sandbox.defer(() => deleteNamespace(admin, namespace));
    await apply(admin, ...serviceAccounts(namespace));
    const [reader, nobody] = await Promise.all(
      ['reader', 'nobody'].map(async (name) =>
        writeUser(sandbox, await asServiceAccount(connection, admin, namespace, name), name, namespace),
      ),
    );
    return {
      namespace,
      kubeconfigs: { admin, reader: reader!, nobody: nobody! },
      nobodyName: `system:serviceaccount:${namespace}:nobody`,
      stop: () => sandbox.stop(),
    };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

/** The one cluster and user of a kubeconfig's current context, everything embedded. */
interface Connection {
  readonly cluster: object;
  readonly user: object;
}

async function currentContext(kubeconfigs: string): Promise<Connection> {
  const view = ['config', 'view', '--raw', '--minify', '--flatten', '--output', 'json'];
  // KUBECONFIG may list several files, which only the environment can say.
  const { stdout, stderr, exitCode } = await kubectl(undefined, view, {
    environment: { KUBECONFIG: kubeconfigs },
  });
  if (exitCode !== 0) throw new Error(`KUBECONFIG has no usable current context: ${stderr.trim()}`);
  const { clusters, users } = JSON.parse(stdout) as {
    clusters: readonly { cluster: object }[];
    users: readonly { user: object }[];
  };
  return { cluster: clusters[0]!.cluster, user: users[0]?.user ?? {} };
}

function writeUser(
  { directory }: Sandbox,
  { cluster, user }: Connection,
  name: string,
  namespace: string,
): UserKubeconfig {
  const path = join(directory, `${name}.kubeconfig`);
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'existing', cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: 'existing', user: name, namespace } }],
    'current-context': name,
  };
  writeFileSync(path, `${JSON.stringify(kubeconfig, null, 2)}\n`, { mode: 0o600 });
  return { path };
}

function serviceAccounts(namespace: string): readonly object[] {
  const account = (name: string): object => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  });
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'reader', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace }],
  };
  return [account('reader'), account('nobody'), binding];
}

async function asServiceAccount(
  { cluster }: Connection,
  admin: UserKubeconfig,
  namespace: string,
  name: string,
): Promise<Connection> {
  const create = ['create', 'token', name, '--namespace', namespace, '--duration', '1h'];
  const { stdout, stderr, exitCode } = await kubectl(admin, create);
  if (exitCode !== 0) throw new Error(`no token for service account ${name}: ${stderr.trim()}`);
  return { cluster, user: { token: stdout.trim() } };
}

async function deleteNamespace(admin: UserKubeconfig, namespace: string): Promise<void> {
  const { stderr, exitCode } = await kubectl(admin, ['delete', 'namespace', namespace, '--timeout', '60s']);
  if (exitCode !== 0) throw new Error(`namespace ${namespace} was not deleted: ${stderr.trim()}`);
}
