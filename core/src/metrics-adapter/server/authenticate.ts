import { createHash } from 'node:crypto';

import type { KubernetesApi } from '../../ports/index.ts';
import type { AuthenticationConfig } from './authentication-config.ts';
import { type ClientCertificate, IssuerMemory, subjectOf } from './client-certificate.ts';
import { ExpiringCache } from './expiring-cache.ts';
import { recognized, type User } from './user.ts';

/** What a request shows of who sends it. Header names are in lower case. */
export interface Credentials {
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  readonly certificate: ClientCertificate | undefined;
  /** Whether TLS verified the certificate against all authorities together. */
  readonly certificateVerified: boolean;
}

export interface Authenticator {
  /** `undefined` for somebody unknown. Throws `SourceError` where the API server cannot be asked about a token. */
  authenticate(credentials: Credentials): Promise<User | undefined>;
}

const cacheMs = 10_000;
const cacheEntries = 4096;

/**
 * Delegated authentication, in upstream's order (apiserver v0.36, pkg/authentication/authenticatorfactory/delegating.go): the
 * front proxy's headers, a client certificate, a bearer token. Headers count only beside a certificate that the front
 * proxy's own authority issued to an allowed name; a certificate of the clients' authority never makes a front proxy.
 */
export function createAuthenticator(
  api: KubernetesApi,
  config: () => AuthenticationConfig,
  now: () => number,
): Authenticator {
  const issuers = new IssuerMemory();
  const tokens = new ExpiringCache<User | undefined>(cacheMs, cacheEntries);
  return {
    authenticate: async ({ headers, certificate, certificateVerified }) => {
      if (certificate !== undefined && certificateVerified) {
        const { clientAuthorities, frontProxyAuthorities } = config();
        const user =
          (issuers.isIssuedBy(certificate, frontProxyAuthorities, now()) &&
            frontProxyUser(headers, certificate, config())) ||
          (issuers.isIssuedBy(certificate, clientAuthorities, now()) && certificateUser(certificate));
        if (user) return recognized(user);
      }
      const token = bearerToken(headers.authorization);
      if (token === undefined) return undefined;
      const key = createHash('sha256').update(token).digest('base64');
      const user = await tokens.get(key, () => reviewToken(api, token));
      return user && recognized(user);
    },
  };
}

function frontProxyUser(
  headers: Credentials['headers'],
  certificate: ClientCertificate,
  config: AuthenticationConfig,
): User | undefined {
  const { commonName = '' } = subjectOf(certificate.leaf);
  if (config.frontProxyNames.length > 0 && !config.frontProxyNames.includes(commonName)) return undefined;
  const name = firstValue(headers, config.usernameHeaders);
  if (name === undefined) return undefined;
  const uid = firstValue(headers, config.uidHeaders);
  return {
    name,
    ...(uid !== undefined && { uid }),
    groups: config.groupHeaders.flatMap((header) => headers[header.toLowerCase()] ?? []),
    extra: extraValues(headers, config.extraHeaderPrefixes),
  };
}

function firstValue(headers: Credentials['headers'], names: readonly string[]): string | undefined {
  return names
    .map((name) => headers[name.toLowerCase()]?.[0])
    .find((value) => value !== undefined && value !== '');
}

/** Keys are written in lower case, with percent escapes for what a header name may not hold. */
function extraValues(headers: Credentials['headers'], prefixes: readonly string[]): User['extra'] {
  const extra = new Map<string, readonly string[]>();
  for (const prefix of prefixes.map((each) => each.toLowerCase())) {
    for (const [header, values = []] of Object.entries(headers)) {
      if (!header.startsWith(prefix)) continue;
      const key = unescaped(header.slice(prefix.length));
      extra.set(key, [...(extra.get(key) ?? []), ...values]);
    }
  }
  return Object.fromEntries(extra);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function certificateUser(certificate: ClientCertificate): User | undefined {
  const { commonName, organizations } = subjectOf(certificate.leaf);
  if (commonName === undefined || commonName === '') return undefined;
  return { name: commonName, groups: organizations, extra: {} };
}

function bearerToken(headers: readonly string[] | undefined): string | undefined {
  const [, token] = /^bearer +([^\s]+)$/i.exec(headers?.[0]?.trim() ?? '') ?? [];
  return token;
}

interface TokenReview {
  readonly status?: {
    readonly authenticated?: boolean;
    readonly user?: {
      readonly username?: string;
      readonly uid?: string;
      readonly groups?: readonly string[];
      readonly extra?: Readonly<Record<string, readonly string[]>>;
    };
  };
}

async function reviewToken(api: KubernetesApi, token: string): Promise<User | undefined> {
  const { status } = (await api.create('/apis/authentication.k8s.io/v1/tokenreviews', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token },
  })) as TokenReview;
  const { username = '', uid, groups = [], extra = {} } = status?.user ?? {};
  if (status?.authenticated !== true || username === '') return undefined;
  return { name: username, ...(uid !== undefined && { uid }), groups, extra };
}
