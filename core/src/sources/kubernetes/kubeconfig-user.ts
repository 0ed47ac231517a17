import type { RawKubeconfig } from './kubeconfig-files.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The same kubeconfig in the form that makes client-node 1.4 do what client-go does: it knows no `tokenFile`, and starts
 * credential plugins without the KUBERNETES_EXEC_INFO that some of them need.
 */
export function forClientNode(config: RawKubeconfig): RawKubeconfig {
  return { ...config, users: config.users.map((entry) => withUser(entry, config)) };
}

function withUser(entry: Fields, config: RawKubeconfig): Fields {
  const user = fieldsOf(entry.user);
  const { tokenFile } = user;
  if (typeof tokenFile === 'string' && tokenFile !== '') {
    // The file wins over a token beside it, as in client-go, and is read again every minute.
    const others = Object.fromEntries(Object.entries(user).filter(([key]) => key !== 'token'));
    return { ...entry, user: { ...others, 'auth-provider': { name: 'tokenFile', config: { tokenFile } } } };
  }
  if (user.exec === undefined || user.exec === null) return entry;
  const exec = fieldsOf(user.exec);
  const env = Array.isArray(exec.env) ? (exec.env as unknown[]) : [];
  const info = { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(execInfo(exec, entry.name, config)) };
  return { ...entry, user: { ...user, exec: { ...exec, env: [...env, info] } } };
}

/** `ExecCredential` of client.authentication.k8s.io, as client-go writes it into the plugin's environment. */
function execInfo(exec: Fields, userName: unknown, config: RawKubeconfig): object {
  const cluster = exec.provideClusterInfo === true ? clusterOf(userName, config) : undefined;
  return {
    kind: 'ExecCredential',
    apiVersion: exec.apiVersion,
    // The plugin has no terminal here: its standard input is a pipe.
    spec: { interactive: false, ...(cluster && { cluster }) },
  };
}

function clusterOf(userName: unknown, { contexts, clusters }: RawKubeconfig): Fields | undefined {
  const context = contexts.map((each) => fieldsOf(each.context)).find(({ user }) => user === userName);
  const entry = clusters.find(({ name }) => name === context?.cluster);
  return entry && fieldsOf(entry.cluster);
}

/** https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation */
export function impersonationHeaders(user: unknown): Readonly<Record<string, readonly string[]>> {
  const { 'as-groups': groups, 'as-uid': uid, 'as-user-extra': extra } = fieldsOf(user);
  const headers: Record<string, readonly string[]> = {};
  if (Array.isArray(groups) && groups.length > 0) headers['impersonate-group'] = groups.map(String);
  if (typeof uid === 'string' && uid !== '') headers['impersonate-uid'] = [uid];
  for (const [key, values] of Object.entries(fieldsOf(extra))) {
    if (Array.isArray(values)) {
      headers[`impersonate-extra-${encodeURIComponent(key).toLowerCase()}`] = values.map(String);
    }
  }
  return headers;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
