import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { requireBinary } from './binaries.ts';

/** Paths of a certificate and its private key, in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a certificate is for. */
export interface CertificateRequest {
  /** Names the files. */
  readonly name: string;
  /** For a client: the user name. */
  readonly commonName: string;
  /** For a client: the groups. */
  readonly organizations?: readonly string[];
  /** For a server: `DNS:localhost`, `IP:127.0.0.1`. Without any it is a client's certificate. */
  readonly subjectAltNames?: readonly string[];
}

/** Issues certificates that are valid for two days. */
export interface CertificateAuthority extends KeyPair {
  readonly certificatePem: string;
  issue(request: CertificateRequest): Promise<KeyPair>;
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Creates a certificate authority in `directory` with the `openssl` program. */
export async function createCertificateAuthority(
  directory: string,
  name: string,
): Promise<CertificateAuthority> {
  mkdirSync(directory, { recursive: true });
  const own = paths(directory, name);
  const output = ['-keyout', own.key, '-out', own.certificate];
  await openssl(['req', '-x509', ...curve, '-days', '2', '-subj', `/CN=${name}`, ...output]);
  return {
    ...own,
    certificatePem: readFileSync(own.certificate, 'utf8'),
    issue: (request) => issue(directory, own, request),
  };
}

async function issue(directory: string, authority: KeyPair, request: CertificateRequest): Promise<KeyPair> {
  const { name, commonName, organizations = [], subjectAltNames = [] } = request;
  const issued = paths(directory, name);
  const signingRequest = join(directory, `${name}.csr`);
  const extensions = join(directory, `${name}.ext`);
  const subject = [...organizations.map((organization) => `/O=${organization}`), `/CN=${commonName}`].join(
    '',
  );
  await openssl(['req', '-new', ...curve, '-subj', subject, '-keyout', issued.key, '-out', signingRequest]);
  writeFileSync(extensions, extensionsFor(subjectAltNames));
  const signer = [
    '-CA',
    authority.certificate,
    '-CAkey',
    authority.key,
    '-CAserial',
    join(directory, `${name}.srl`),
    '-CAcreateserial',
  ];
  await openssl([
    'x509',
    '-req',
    ...['-in', signingRequest, '-extfile', extensions, '-days', '2', '-out', issued.certificate],
    ...signer,
  ]);
  return issued;
}

function extensionsFor(subjectAltNames: readonly string[]): string {
  if (subjectAltNames.length === 0) return 'extendedKeyUsage=clientAuth\n';
  return `extendedKeyUsage=serverAuth\nsubjectAltName=${subjectAltNames.join(',')}\n`;
}

function paths(directory: string, name: string): KeyPair {
  return { certificate: join(directory, `${name}.crt`), key: join(directory, `${name}.key`) };
}

async function openssl(commandArguments: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(requireBinary('openssl'), commandArguments);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`openssl ${commandArguments[0]} failed: ${stderr?.trim() ?? String(error)}`, {
      cause: error,
    });
  }
}
