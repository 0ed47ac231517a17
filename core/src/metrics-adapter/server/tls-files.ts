import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A serving certificate and its key, as PEM. */
export interface ServingCertificate {
  readonly cert: string;
  readonly key: string;
  /** Tells two pairs apart. */
  readonly fingerprint: string;
}

/** Throws where the files cannot be read or do not fit each other, as in the middle of a rotation. */
export async function readServingCertificate({
  certificateFile,
  keyFile,
}: TlsFiles): Promise<ServingCertificate> {
  const [cert, key] = await Promise.all([readFile(certificateFile, 'utf8'), readFile(keyFile, 'utf8')]);
  createSecureContext({ cert, key });
  const fingerprint = createHash('sha256').update(cert).update(key).digest('hex');
  return { cert, key, fingerprint };
}
