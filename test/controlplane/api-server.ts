import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { requireBinary } from './binaries.ts';
import { type CertificateAuthority, createCertificateAuthority, type KeyPair } from './certificates.ts';
import { findFreePort } from './ports.ts';
import type { ProcessSpec, RunningProcess } from './process.ts';
import type { Sandbox } from './sandbox.ts';

export interface ApiServerOptions {
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** An audit.k8s.io/v1 Policy; what it selects is written to `auditLogFile`. */
  readonly auditPolicy?: object;
}

/** The file in the sandbox that audit events are written to, one a line. */
export function auditLogFile(sandbox: Sandbox): string {
  return join(sandbox.directory, 'audit.jsonl');
}

/** A kube-apiserver that has been started and may not be ready yet. */
export interface ApiServer {
  readonly url: string;
  readonly running: RunningProcess;
  /** Kills it and starts it again on the same port, with the same state; answers the new process. */
  readonly restart: () => Promise<RunningProcess>;
  /** Signs clients and the API server itself. */
  readonly authority: CertificateAuthority;
  /** Signs and checks service account tokens. */
  readonly serviceAccountKey: string;
  /** The range from which Services get their addresses. */
  readonly serviceClusterIpRange: string;
}

const serviceClusterIpRange = '10.96.0.0/16';

/**
 * Starts kube-apiserver on loopback with RBAC and the aggregation layer: a requestheader CA and a front-proxy
 * certificate, so that an aggregated server can tell who asks from the headers that the API server sends it.
 */
export async function startApiServer(
  sandbox: Sandbox,
  etcdUrl: string,
  { featureGates = {}, auditPolicy }: ApiServerOptions = {},
): Promise<ApiServer> {
  const directory = join(sandbox.directory, 'certificates');
  const [authority, frontProxyAuthority, port] = await Promise.all([
    createCertificateAuthority(directory, 'kubernetes-ca'),
    createCertificateAuthority(directory, 'front-proxy-ca'),
    findFreePort(),
  ]);
  const [serving, frontProxy] = await Promise.all([
    authority.issue({
      name: 'kube-apiserver',
      commonName: 'kube-apiserver',
      subjectAltNames: ['IP:127.0.0.1', 'IP:10.96.0.1', 'DNS:localhost', 'DNS:kubernetes.default.svc'],
    }),
    frontProxyAuthority.issue({ name: 'front-proxy-client', commonName: 'front-proxy-client' }),
  ]);
  const serviceAccounts = writeServiceAccountKeys(directory);
  const spec: ProcessSpec = {
    name: 'kube-apiserver',
    command: requireBinary('kube-apiserver'),
    arguments: [
      `--etcd-servers=${etcdUrl}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${directory}`,
      `--tls-cert-file=${serving.certificate}`,
      `--tls-private-key-file=${serving.key}`,
      `--client-ca-file=${authority.certificate}`,
      '--authorization-mode=RBAC',
      `--requestheader-client-ca-file=${frontProxyAuthority.certificate}`,
      '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${frontProxy.certificate}`,
      `--proxy-client-key-file=${frontProxy.key}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-key-file=${serviceAccounts.certificate}`,
      `--service-account-signing-key-file=${serviceAccounts.key}`,
      `--service-cluster-ip-range=${serviceClusterIpRange}`,
      // Endpoints may not hold a loopback address, and nothing here reaches the API server by its Service.
      '--endpoint-reconciler-type=none',
      '--allow-privileged=true',
      '--profiling=false',
      ...featureGateFlags(featureGates),
      ...(auditPolicy ? auditFlags(sandbox, auditPolicy) : []),
    ],
  };
  const running = sandbox.start(spec);
  let current = running;
  return {
    url: `https://127.0.0.1:${port}`,
    running,
    restart: async () => {
      await current.stop();
      current = sandbox.start(spec);
      return current;
    },
    authority,
    serviceAccountKey: serviceAccounts.key,
    serviceClusterIpRange,
  };
}

/** Writes a key pair for service account tokens; `certificate` is the bare public key. */
function writeServiceAccountKeys(directory: string): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  const keys = {
    certificate: join(directory, 'service-accounts.pub'),
    key: join(directory, 'service-accounts.key'),
  };
  writeFileSync(keys.certificate, publicKey);
  writeFileSync(keys.key, privateKey, { mode: 0o600 });
  return keys;
}

/** `--feature-gates`, or nothing when none is set. */
export function featureGateFlags(featureGates: Readonly<Record<string, boolean>>): readonly string[] {
  const settings = Object.entries(featureGates).map(([gate, on]) => `${gate}=${on}`);
  return settings.length === 0 ? [] : [`--feature-gates=${settings.join(',')}`];
}

function auditFlags(sandbox: Sandbox, policy: object): readonly string[] {
  const policyFile = join(sandbox.directory, 'audit-policy.json');
  writeFileSync(policyFile, JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', ...policy }));
  return [
    `--audit-policy-file=${policyFile}`,
    `--audit-log-path=${auditLogFile(sandbox)}`,
    '--audit-log-mode=blocking',
    '--audit-log-maxsize=1000',
  ];
}
