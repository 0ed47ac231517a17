import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** How a server is known, and how the client makes itself known to it. PEM texts. */
export interface TlsOptions {
  /** In place of the system's own authorities. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name that the certificate must be for, where it is not the URL's. */
  readonly serverName?: string;
  /** Trusts any certificate. For trying things out only. */
  readonly insecureSkipVerify?: boolean;
}

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpAgent;
}

/** Connections are kept open between requests; an idle one does not hold up the end of the process. */
export function createAgents(tls: TlsOptions = {}): Agents {
  return {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({
      keepAlive: true,
      ...(tls.ca !== undefined && { ca: tls.ca }),
      ...(tls.certificate !== undefined && { cert: tls.certificate }),
      ...(tls.key !== undefined && { key: tls.key }),
      ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
      ...(tls.serverName !== undefined && { servername: tls.serverName }),
      ...(tls.insecureSkipVerify === true && { rejectUnauthorized: false }),
    }),
  };
}

/** For servers to which the client's own identity must not go. */
export function withoutIdentity({ ca, insecureSkipVerify }: TlsOptions = {}): TlsOptions {
  return { ...(ca !== undefined && { ca }), ...(insecureSkipVerify === true && { insecureSkipVerify }) };
}
