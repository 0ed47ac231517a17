import { type Backoff, retrying } from '../../ports/retrying.ts';
import {
  basicAuthentication,
  bearerToken,
  bearerTokenFile,
  createHttpTransport,
  type CredentialProvider,
  sleep,
  splitUrlCredentials,
  type TlsOptions,
} from '../http/index.ts';
import { createPrometheusSource, type PrometheusSource } from './prometheus-source.ts';

/** How a Prometheus is reached directly. At most one of token, token file and user is used, in this order. */
export interface PrometheusConnection {
  /** May carry `user:password@`, which then is the user; no message shows it. */
  readonly url: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly basic?: { readonly username: string; readonly password: string };
  readonly tls?: TlsOptions;
  /** `X-Scope-OrgID` and the like. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** How often a query is sent at most when the server is down or busy; 3 unless told. */
  readonly attempts?: number;
}

/** @throws SourceError `bad-query` where the URL is none. */
export function connectPrometheus(connection: PrometheusConnection): PrometheusSource {
  const { tls, headers, timeoutMs, attempts = 3 } = connection;
  const { url, basic } = splitUrlCredentials(connection.url);
  const credentials = credentialsOf({ ...(basic && { basic }), ...connection });
  const transport = createHttpTransport({
    description: `Prometheus at ${url}`,
    ...(credentials && { credentials }),
    ...(headers && { headers }),
    ...(tls && { tls }),
  });
  return createPrometheusSource({
    url,
    transport: retrying(transport, {
      attempts,
      backoff: retryBackoff,
      sleep,
      random: Math.random,
      now: Date.now,
    }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

/** Short: somebody waits for the answer. */
const retryBackoff: Backoff = { initialMs: 250, maximumMs: 5_000 };

function credentialsOf({ token, tokenFile, basic }: PrometheusConnection): CredentialProvider | undefined {
  if (token !== undefined) return bearerToken(token);
  if (tokenFile !== undefined) return bearerTokenFile(tokenFile);
  return basic && basicAuthentication(basic.username, basic.password);
}
