import { join } from 'node:path';

import { readerObjects } from './access.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type ApiServer, type ApiServerOptions, startApiServer } from './api-server.ts';
import type { BinaryName } from './binaries.ts';
import type { CertificateAuthority } from './certificates.ts';
import { type HpaControllerOptions, startControllerManager } from './controller-manager.ts';
import { startEtcd } from './etcd.ts';
import { type Kubeconfig, writeKubeconfig } from './kubeconfig.ts';
import { startKwok } from './kwok.ts';
import type { KwokDelays } from './kwok-stages.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { startScheduler } from './scheduler.ts';
import { waitFor } from './wait.ts';

export interface ControlPlaneOptions extends ApiServerOptions {
  /** The HPA controller's settings; false starts no kube-controller-manager. */
  readonly hpa?: HpaControllerOptions | false;
  /** Further flags of kube-controller-manager. */
  readonly controllerManagerFlags?: readonly string[];
  /** Default true. */
  readonly scheduler?: boolean;
  /** The delays of simulated nodes and pods; false starts no kwok. */
  readonly kwok?: KwokDelays | false;
}

/** A running control plane on loopback. */
export interface ControlPlane {
  readonly url: string;
  /** `admin` may do all, `reader` may read what autoscaling is about, `nobody` may do nothing. */
  readonly kubeconfigs: {
    readonly admin: Kubeconfig;
    readonly reader: Kubeconfig;
    readonly nobody: Kubeconfig;
  };
  /** Speaks as `admin`. */
  readonly api: ApiClient;
  /** Signs clients and servers of this cluster. */
  readonly authority: CertificateAuthority;
  /** A temporary directory that goes with the control plane. */
  readonly directory: string;
  /** Runs something else that ends with the control plane. */
  readonly sandbox: Sandbox;
  /** Kills the API server and starts it again, with the same state and address; returns when it is ready. */
  restartApiServer(): Promise<void>;
  /** What each program has logged so far, by its name. */
  logs(): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** All programs that `startControlPlane` starts or uses, for `describeWith`. */
export const controlPlanePrograms: readonly BinaryName[] = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'kubectl',
  'openssl',
];

/**
 * Starts etcd, kube-apiserver and, unless told otherwise, kube-controller-manager, kube-scheduler and kwok, and waits
 * until all are ready and pods can be created in namespace `default`. Nothing is left after `stop`, after a failure, and
 * after the end of this process however it comes.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const { hpa = {}, scheduler = true, kwok = {} } = options;
  const sandbox = createSandbox('control-plane');
  try {
    const server = await startApiServer(sandbox, await startEtcd(sandbox), options);
    const users = await issueKubeconfigs(sandbox, server);
    const api = createApiClient(users.admin);
    sandbox.defer(() => api.close());
    await server.running.ready(async () => (await api.text('/readyz')) === 'ok');
    const programs = [
      server.running,
      ...(await Promise.all([
        ...(hpa === false
          ? []
          : [
              startControllerManager(sandbox, server, users.controllerManager, hpa, {
                ...(options.featureGates && { featureGates: options.featureGates }),
                ...(options.controllerManagerFlags && { flags: options.controllerManagerFlags }),
              }),
            ]),
        ...(scheduler ? [startScheduler(sandbox, users.scheduler)] : []),
        ...(kwok === false ? [] : [startKwok(sandbox, users.admin, kwok)]),
        ...readerObjects.map((object) => create(api, object)),
      ])),
    ].filter((running) => running !== undefined);
    if (hpa !== false) await defaultServiceAccount(api);
    return {
      url: server.url,
      kubeconfigs: { admin: users.admin, reader: users.reader, nobody: users.nobody },
      api,
      authority: server.authority,
      directory: sandbox.directory,
      sandbox,
      restartApiServer: async () => {
        const running = await server.restart();
        await running.ready(async () => (await api.text('/readyz')) === 'ok');
      },
      logs: () => Object.fromEntries(programs.map((running) => [running.name, running.log()])),
      stop: () => sandbox.stop(),
    };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

type User = 'admin' | 'reader' | 'nobody' | 'controllerManager' | 'scheduler';

const users: readonly { user: User; commonName: string; organizations?: readonly string[] }[] = [
  { user: 'admin', commonName: 'admin', organizations: ['system:masters'] },
  { user: 'reader', commonName: 'reader' },
  { user: 'nobody', commonName: 'nobody' },
  { user: 'controllerManager', commonName: 'system:kube-controller-manager' },
  { user: 'scheduler', commonName: 'system:kube-scheduler' },
];

async function issueKubeconfigs(
  sandbox: Sandbox,
  server: ApiServer,
): Promise<Readonly<Record<User, Kubeconfig>>> {
  const kubeconfigs = await Promise.all(
    users.map(async ({ user, commonName, organizations = [] }) => {
      const keys = await server.authority.issue({ name: user, commonName, organizations });
      const connection = {
        server: server.url,
        certificateAuthority: server.authority.certificate,
        user: keys,
      };
      return [
        user,
        writeKubeconfig(join(sandbox.directory, `${user}.kubeconfig`), user, connection),
      ] as const;
    }),
  );
  return Object.fromEntries(kubeconfigs) as Record<User, Kubeconfig>;
}

async function create(api: ApiClient, object: object): Promise<undefined> {
  const { kind } = object as { kind: string };
  await api.create(`/apis/rbac.authorization.k8s.io/v1/${kind.toLowerCase()}s`, object);
}

/** Admission refuses pods of a namespace whose service account the controller has not made yet. */
async function defaultServiceAccount(api: ApiClient): Promise<void> {
  await waitFor(() => api.get('/api/v1/namespaces/default/serviceaccounts/default'), {
    description: 'the default service account',
    timeoutSeconds: 30,
  });
}
