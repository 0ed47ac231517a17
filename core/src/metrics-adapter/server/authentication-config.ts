import type { X509Certificate } from 'node:crypto';

import type { KubernetesApi } from '../../ports/index.ts';
import { parseCertificates } from './client-certificate.ts';

/** How the API server knows its users: ConfigMap kube-system/extension-apiserver-authentication. */
export interface AuthenticationConfig {
  /** Sign clients. */
  readonly clientAuthorities: readonly X509Certificate[];
  /** Sign the front proxy, and nobody else. */
  readonly frontProxyAuthorities: readonly X509Certificate[];
  /** Common names of front proxies; empty for any. */
  readonly frontProxyNames: readonly string[];
  readonly usernameHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  readonly uidHeaders: readonly string[];
  readonly extraHeaderPrefixes: readonly string[];
  /** All authorities as PEM, for the TLS handshake. */
  readonly pem: string;
}

const path = '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication';

/** Throws `SourceError` where it cannot be had, and `Error` where a certificate in it cannot be read. */
export async function readAuthenticationConfig(api: KubernetesApi): Promise<AuthenticationConfig> {
  const { data = {} } = (await api.get(path)) as { readonly data?: Readonly<Record<string, string>> };
  const clientPem = data['client-ca-file'] ?? '';
  const frontProxyPem = data['requestheader-client-ca-file'] ?? '';
  const list = (key: string): readonly string[] => readList(data[`requestheader-${key}`]);
  return {
    clientAuthorities: parseCertificates(clientPem),
    frontProxyAuthorities: parseCertificates(frontProxyPem),
    frontProxyNames: list('allowed-names'),
    usernameHeaders: list('username-headers'),
    groupHeaders: list('group-headers'),
    uidHeaders: list('uid-headers'),
    extraHeaderPrefixes: list('extra-headers-prefix'),
    pem: `${clientPem}\n${frontProxyPem}`,
  };
}

function readList(text: string | undefined): readonly string[] {
  const value: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
