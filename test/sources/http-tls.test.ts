import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { HttpResponse } from '#core/ports/index.ts';
import { createHttpTransport, type TlsOptions } from '#core/sources/http/index.ts';

import { type CertificateAuthority, createCertificateAuthority } from '../controlplane/certificates.ts';
import { describeWith } from '../controlplane/describe-with.ts';
import { caught } from './caught.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';

describeWith(['openssl'], 'the HTTP transport over TLS', () => {
  let folder: string;
  let authority: CertificateAuthority;
  let server: LocalServer;
  let client: TlsOptions;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tls-'));
    authority = await createCertificateAuthority(folder, 'authority');
    const own = await authority.issue({
      name: 'server',
      commonName: 'server',
      subjectAltNames: ['IP:127.0.0.1', 'DNS:prometheus.test'],
    });
    const ann = await authority.issue({ name: 'ann', commonName: 'ann' });
    client = { certificate: readFileSync(ann.certificate, 'utf8'), key: readFileSync(ann.key, 'utf8') };
    server = await startLocalServer((request, response) => response.end(request.clientName ?? 'nobody'), {
      cert: readFileSync(own.certificate),
      key: readFileSync(own.key),
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: false,
    });
  });

  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const send = (tls?: TlsOptions, host = '127.0.0.1'): Promise<HttpResponse> =>
    createHttpTransport({ description: 'The server', ...(tls && { tls }) }).send({
      method: 'GET',
      url: `https://${host}:${server.port}/`,
      timeoutMs: 5_000,
    });

  it('trusts the CA that it is given, and shows its client certificate', async () => {
    const ca = authority.certificatePem;
    expect((await send({ ca })).body).toBe('nobody');
    expect((await send({ ca, ...client })).body).toBe('ann');
    expect((await send({ insecureSkipVerify: true })).body).toBe('nobody');
  });

  it('does not trust an unknown CA', async () => {
    const error = await caught(send());
    expect(error.code).toBe('unreachable');
    expect(error.message).toMatch(/the certificate of 127\.0\.0\.1:\d+ is not trusted/);
    expect(error.details.suggestions).toEqual(['Give the CA certificate that signed it.']);
  });

  it('does not take a certificate for another name', async () => {
    const ca = authority.certificatePem;
    const error = await caught(send({ ca }, 'localhost'));
    expect(error.message).toMatch(/is for another name \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    expect((await send({ ca, serverName: 'prometheus.test' }, 'localhost')).body).toBe('nobody');
  });

  it('does not show its client certificate to another server', async () => {
    const { certificate, key } = await authority.issue({
      name: 'front',
      commonName: 'front',
      subjectAltNames: ['IP:127.0.0.1'],
    });
    const front = await startLocalServer(
      (_, response) => response.writeHead(307, { location: server.url }).end(),
      { cert: readFileSync(certificate), key: readFileSync(key) },
    );
    const transport = createHttpTransport({
      description: 'The server',
      tls: { ca: authority.certificatePem, ...client },
    });
    const response = await transport.send({ method: 'GET', url: front.url, timeoutMs: 5_000 });
    expect(response.body).toBe('nobody');
    await front.close();
  });
});
