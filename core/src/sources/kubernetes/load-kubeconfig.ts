import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { KubeConfig } from '@kubernetes/client-node';

import { SourceError } from '../../ports/source-error.ts';
import { type FoundKubeconfig, type RawKubeconfig, readKubeconfigs } from './kubeconfig-files.ts';
import { forClientNode, impersonationHeaders } from './kubeconfig-user.ts';

export interface KubeconfigOptions {
  /** `--kubeconfig`. */
  readonly kubeconfig?: string;
  /** `--context`; the current one unless told. */
  readonly context?: string;
  /** `--as`. */
  readonly as?: string;
  /** The process's unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory?: string;
  /** Where the kubelet mounts a pod's service account; for tests. */
  readonly serviceAccountRoot?: string;
}

/** A chosen context, ready to authenticate. */
export interface LoadedKubeconfig {
  readonly client: KubeConfig;
  /** `undefined` inside a pod, without a kubeconfig. */
  readonly contextName: string | undefined;
  readonly namespace: string;
  readonly server: string;
  readonly userName: string;
  /** What client-node does not send of a user's `as-groups`, `as-uid` and `as-user-extra`. */
  readonly impersonation: Readonly<Record<string, readonly string[]>>;
  /** What a user may do when a credential plugin is missing, in the kubeconfig's own words. */
  readonly installHint?: string;
}

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * Chooses cluster, user and namespace as kubectl does: `--kubeconfig`, else the files of `KUBECONFIG`, else
 * `~/.kube/config`, else the service account of the pod that this runs in.
 *
 * @throws SourceError `not-found` where there is no kubeconfig or no such context, naming where was looked and what
 * there is; `bad-response` for a kubeconfig that cannot be used.
 */
export async function loadKubeconfig(options: KubeconfigOptions = {}): Promise<LoadedKubeconfig> {
  const environment = options.environment ?? process.env;
  const homeDirectory = options.homeDirectory ?? environment.HOME ?? homedir();
  const found = await readKubeconfigs({
    homeDirectory,
    ...(options.kubeconfig !== undefined && { explicitPath: options.kubeconfig }),
    ...(environment.KUBECONFIG !== undefined && { environment: environment.KUBECONFIG }),
  });
  if (found.config.contexts.length === 0 && options.kubeconfig === undefined) {
    const inside = loadServiceAccount(options, environment);
    if (inside) return inside;
  }
  if (found.files.length === 0) throw noKubeconfig(found.searched);
  return chooseContext(found, options);
}

function loadServiceAccount(
  { serviceAccountRoot = '' }: KubeconfigOptions,
  environment: Readonly<Record<string, string | undefined>>,
): LoadedKubeconfig | undefined {
  if (environment.KUBERNETES_SERVICE_HOST === undefined) return undefined;
  if (!existsSync(join(serviceAccountRoot, serviceAccountToken))) return undefined;
  const client = new KubeConfig();
  client.loadFromCluster(serviceAccountRoot);
  return {
    client,
    contextName: undefined,
    namespace: client.getContextObject(client.getCurrentContext())?.namespace ?? 'default',
    server: client.getCurrentCluster()?.server ?? '',
    userName: 'the service account of this pod',
    impersonation: {},
  };
}

function noKubeconfig(searched: readonly string[]): SourceError {
  return new SourceError({
    code: 'not-found',
    source: 'kubeconfig',
    message: `No kubeconfig was found; looked at ${searched.join(', ')}`,
    suggestions: [
      'Name one with --kubeconfig or KUBECONFIG.',
      'Work without a cluster on a recording: --recording DIR.',
    ],
  });
}

function chooseContext({ config, files }: FoundKubeconfig, options: KubeconfigOptions): LoadedKubeconfig {
  const contextName = options.context ?? config['current-context'];
  const where = files.join(', ');
  if (contextName === undefined) throw noCurrentContext(config, where);
  const client = new KubeConfig();
  client.loadFromString(JSON.stringify(forClientNode(config)), { onInvalidEntry: 'filter' });
  const context = client.getContextObject(contextName);
  if (!context) throw unknownContext(contextName, config, where);
  client.setCurrentContext(contextName);
  const cluster = client.getCurrentCluster();
  if (!cluster) throw dangling(contextName, `the cluster ${context.cluster}`, where);
  const user = client.getCurrentUser();
  if (context.user && !user) throw dangling(contextName, `the user ${context.user}`, where);
  // client-node asks for this before it speaks plain HTTP, as to `kubectl proxy`.
  if (cluster.server.startsWith('http:')) Object.assign(cluster, { skipTLSVerify: true });
  if (user && options.as !== undefined) Object.assign(user, { impersonateUser: options.as });
  const raw = config.users.find((each) => each.name === context.user)?.user;
  const hint = (user?.exec as { installHint?: unknown } | null | undefined)?.installHint;
  return {
    client,
    contextName,
    namespace: context.namespace ?? 'default',
    server: cluster.server,
    userName: user?.name ?? 'nobody',
    impersonation: options.as === undefined ? impersonationHeaders(raw) : {},
    ...(typeof hint === 'string' && hint !== '' && { installHint: hint.trim() }),
  };
}

function noCurrentContext(config: RawKubeconfig, where: string): SourceError {
  return new SourceError({
    code: 'not-found',
    source: where,
    message: `The kubeconfig ${where} has no current context; it knows ${contextNames(config)}`,
    suggestions: ['Choose one with --context or "kubectl config use-context".'],
  });
}

function unknownContext(name: string, config: RawKubeconfig, where: string): SourceError {
  return new SourceError({
    code: 'not-found',
    source: `context ${name}`,
    message: `The kubeconfig ${where} has no context ${JSON.stringify(name)}; it knows ${contextNames(config)}`,
    suggestions: ['Choose one of them with --context.'],
  });
}

function dangling(name: string, what: string, where: string): SourceError {
  return new SourceError({
    code: 'bad-response',
    source: `context ${name}`,
    message: `The context ${name} names ${what}, which is not (or not whole) in ${where}`,
    suggestions: ['Repair the kubeconfig, or choose another context with --context.'],
  });
}

function contextNames({ contexts }: RawKubeconfig): string {
  const names = contexts.map(({ name }) => String(name)).sort();
  return names.length === 0 ? 'none' : names.join(', ');
}
