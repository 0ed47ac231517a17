import type { HttpTransport } from '../../ports/http-transport.ts';
import { type Backoff, retrying } from '../../ports/retrying.ts';
import { createHttpTransport, sleep } from '../http/index.ts';
import { clusterCredentials } from './cluster-credentials.ts';
import { type KubeconfigOptions, loadKubeconfig } from './load-kubeconfig.ts';

export interface ApiServerOptions extends KubeconfigOptions {
  /** For one answer; 30 s unless told. */
  readonly timeoutMs?: number;
  /** How often a request is sent at most; 3 unless told. */
  readonly attempts?: number;
}

/** An API server and the user as whom it is asked. */
export interface ApiServer {
  /** For people: `context prod-eu`, or `the cluster around this pod`. */
  readonly name: string;
  /** Without a trailing slash. */
  readonly url: string;
  readonly userName: string;
  /** Whom the user acts as, by `--as`. */
  readonly actingAs?: string;
  /** Of the context, else `default`. */
  readonly namespace: string;
  readonly timeoutMs: number;
  /** Sends with the user's credentials, to this server only. Follows the server's own services through its proxy too. */
  readonly transport: HttpTransport;
}

const backoff: Backoff = { initialMs: 250, maximumMs: 5_000 };
const largestBody = 256 * 1_048_576;

/** Chooses a cluster as kubectl does. Nothing is sent yet. @throws SourceError as {@link loadKubeconfig} does. */
export async function connectApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const { timeoutMs = 30_000, attempts = 3 } = options;
  const kubeconfig = await loadKubeconfig(options);
  const { contextName, namespace, server, userName } = kubeconfig;
  const name = contextName === undefined ? 'the cluster around this pod' : `context ${contextName}`;
  const credentials = clusterCredentials(kubeconfig, name);
  const http = createHttpTransport({
    description: `The API server of ${name}`,
    credentials: () => credentials.get(),
    maxBodyBytes: largestBody,
  });
  const transport = retrying(
    renewing(onlyTo(server, http), () => credentials.forget()),
    {
      attempts,
      backoff,
      sleep,
      random: Math.random,
      now: Date.now,
    },
  );
  return {
    name,
    url: server,
    userName,
    ...(options.as === undefined ? {} : { actingAs: options.as }),
    namespace,
    timeoutMs,
    transport,
  };
}

/** A token may have expired before its time: once refused, it is asked for anew, once. */
function renewing(transport: HttpTransport, forget: () => void): HttpTransport {
  return {
    description: transport.description,
    send: async (request) => {
      const response = await transport.send(request);
      if (response.status !== 401) return response;
      forget();
      return transport.send(request);
    },
  };
}

/** The cluster's credentials are for the cluster. */
function onlyTo(server: string, transport: HttpTransport): HttpTransport {
  const { origin } = new URL(server);
  return {
    description: transport.description,
    send: (request) => {
      if (new URL(request.url).origin !== origin) {
        throw new Error(`a request for ${origin} to another server`);
      }
      return transport.send(request);
    },
  };
}
