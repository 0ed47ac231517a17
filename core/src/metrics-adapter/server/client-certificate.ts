import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const anyUsage = '2.5.29.37.0';
const longestChain = 8;

/** A client's certificate with what it sent along. */
export interface ClientCertificate {
  readonly leaf: X509Certificate;
  readonly intermediates: readonly X509Certificate[];
}

/** `undefined` where the client showed none. */
export function clientCertificate(socket: TLSSocket): ClientCertificate | undefined {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return undefined;
  const intermediates: X509Certificate[] = [];
  let next = leaf.issuerCertificate;
  while (next !== undefined && intermediates.length < longestChain) {
    intermediates.push(next);
    next = next.issuerCertificate;
  }
  return { leaf, intermediates };
}

/** The certificates of a PEM text. Throws where one cannot be read. */
export function parseCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

const trustMs = 60_000;

/** Remembers for a minute whom a certificate was issued by: checking signatures takes longer than most answers. */
export class IssuerMemory {
  readonly #known = new WeakMap<
    ClientCertificate,
    Map<readonly X509Certificate[], { readonly atMs: number; readonly issued: boolean }>
  >();

  isIssuedBy(
    certificate: ClientCertificate,
    authorities: readonly X509Certificate[],
    nowMs: number,
  ): boolean {
    const answers =
      this.#known.get(certificate) ??
      new Map<readonly X509Certificate[], { readonly atMs: number; readonly issued: boolean }>();
    const known = answers.get(authorities);
    if (known && nowMs - known.atMs < trustMs) return known.issued;
    const issued = isIssuedBy(certificate, authorities, nowMs);
    // Authorities that were replaced are not asked about again.
    if (answers.size > 4) answers.clear();
    answers.set(authorities, { atMs: nowMs, issued });
    this.#known.set(certificate, answers);
    return issued;
  }
}

/**
 * Whether a chain leads from the certificate to one of these authorities and to no other: each link signed, in force, and
 * issued by a certificate that may issue; the first fit for clients. TLS checked the chain too, but against all authorities
 * together, which is not enough to tell a front proxy from a client.
 */
function isIssuedBy(
  { leaf, intermediates }: ClientCertificate,
  authorities: readonly X509Certificate[],
  nowMs: number,
): boolean {
  if (!isInForce(leaf, nowMs) || !isForClients(leaf)) return false;
  let current = leaf;
  for (let length = 0; length < longestChain; length += 1) {
    const subject = current;
    if (authorities.some((authority) => issued(authority, subject, nowMs))) return true;
    const next = intermediates.find((candidate) => issued(candidate, subject, nowMs));
    if (next === undefined || next.fingerprint256 === current.fingerprint256) return false;
    current = next;
  }
  return false;
}

function issued(issuer: X509Certificate, subject: X509Certificate, nowMs: number): boolean {
  return (
    issuer.ca && isInForce(issuer, nowMs) && subject.checkIssued(issuer) && subject.verify(issuer.publicKey)
  );
}

function isInForce({ validFrom, validTo }: X509Certificate, nowMs: number): boolean {
  return Date.parse(validFrom) <= nowMs && nowMs <= Date.parse(validTo);
}

/** `keyUsage` are the extended usages here; a certificate without any is fit for all. */
function isForClients(certificate: X509Certificate): boolean {
  const usages = certificate.keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.includes(clientAuthentication) || usages.includes(anyUsage);
}

/** CN and O of the subject. */
export function subjectOf(certificate: X509Certificate): {
  readonly commonName: string | undefined;
  readonly organizations: readonly string[];
} {
  const { CN, O } = certificate.toLegacyObject().subject as unknown as Readonly<
    Record<'CN' | 'O', string | readonly string[] | undefined>
  >;
  const commonNames = texts(CN);
  return { commonName: commonNames.at(-1), organizations: texts(O) };
}

function texts(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
