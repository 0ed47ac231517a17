import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

import type { KeyPair } from '../controlplane/certificates.ts';

/** An answer of a metrics API server. */
export interface SecureAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly json: () => unknown;
}

export interface SecureClient {
  get(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<SecureAnswer>;
  close(): void;
}

/** Asks a server directly, without the aggregation layer; trusts any server certificate. */
export function secureClient(url: string, certificate?: KeyPair): SecureClient {
  const agent = new Agent({
    rejectUnauthorized: false,
    keepAlive: true,
    ...(certificate && { cert: readFileSync(certificate.certificate), key: readFileSync(certificate.key) }),
  });
  return {
    get: (path, headers = {}, method = 'GET') =>
      new Promise((resolve, reject) => {
        const outgoing = request(`${url}${path}`, { agent, headers, method }, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.once('error', reject);
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text,
              headers: response.headers,
              json: () => JSON.parse(text) as unknown,
            }),
          );
        });
        outgoing.once('error', reject);
        outgoing.end();
      }),
    close: () => agent.destroy(),
  };
}
