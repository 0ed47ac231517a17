import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

import type { Kubeconfig } from './kubeconfig.ts';

/** A Kubernetes object, as far as a test looks into it. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** One line of a watch. */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** The API server refused a request. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** Speaks to an API server by path, in JSON, as one user. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  /** The text of a page that is not JSON, such as /readyz. */
  text(path: string): Promise<string>;
  create<T>(path: string, object: object): Promise<T>;
  /** Sends a JSON merge patch. */
  patch<T>(path: string, change: object): Promise<T>;
  delete(path: string): Promise<void>;
  /** Calls `onEvent` for each change after the list at `path` was read, beginning with what is there. */
  watch<T extends KubernetesObject>(path: string, onEvent: (event: WatchEvent<T>) => void): { stop(): void };
  /** Closes the connections. */
  close(): void;
}

/** Creates a client for the user of a kubeconfig that `writeKubeconfig` wrote. */
export function createApiClient(kubeconfig: Kubeconfig): ApiClient {
  const agent = new Agent({
    ca: readFileSync(kubeconfig.certificateAuthority),
    cert: readFileSync(kubeconfig.user.certificate),
    key: readFileSync(kubeconfig.user.key),
    keepAlive: true,
  });
  const url = (path: string): URL => new URL(path, kubeconfig.server);

  function send(
    method: string,
    path: string,
    body?: object,
    contentType = 'application/json',
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': contentType };
      const outgoing = request(url(path), { method, agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.once('error', reject);
        response.once('end', () => {
          const status = response.statusCode ?? 0;
          if (status < 400) resolve(text);
          else reject(new ApiError(status, `${method} ${path}: ${status} ${statusMessage(text)}`));
        });
      });
      outgoing.once('error', reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  const parsed = async <T>(answer: Promise<string>): Promise<T> => JSON.parse(await answer) as T;
  return {
    get: (path) => parsed(send('GET', path)),
    text: (path) => send('GET', path),
    create: (path, object) => parsed(send('POST', path, object)),
    patch: (path, change) => parsed(send('PATCH', path, change, 'application/merge-patch+json')),
    async delete(path) {
      await send('DELETE', path);
    },
    watch(path, onEvent) {
      const outgoing = request(
        url(`${path}${path.includes('?') ? '&' : '?'}watch=true`),
        { agent },
        (response) => {
          let rest = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            const lines = (rest + chunk).split('\n');
            rest = lines.pop()!;
            for (const line of lines) onEvent(JSON.parse(line) as never);
          });
          response.on('error', () => undefined);
        },
      );
      // A watch ends with an error when it is stopped or the server goes away.
      outgoing.on('error', () => undefined);
      outgoing.end();
      return { stop: () => outgoing.destroy() };
    },
    close: () => agent.destroy(),
  };
}

function statusMessage(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
