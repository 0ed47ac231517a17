import { constants } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';

import { type ClientCertificate, clientCertificate } from './client-certificate.ts';
import type { Reply, Responder } from './responder.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Requests at a time; further ones are answered 429. */
  readonly maximumRequests: number;
}

export interface TlsSettings {
  readonly cert: string;
  readonly key: string;
  /** Authorities of clients and front proxies together. */
  readonly ca: string;
}

/** A listening HTTPS server. */
export interface AdapterServer {
  readonly port: number;
  /** For connections from now on. */
  readonly replaceTls: (tls: TlsSettings) => void;
  /** Takes no new connections and waits for the requests under way, at most so long. */
  close(graceMs: number): Promise<void>;
}

/**
 * Serves HTTPS. A client certificate is asked for and never required: who has none may still have a token. Sessions are not
 * resumed, since a resumed one does not show the client's chain again.
 */
export async function startServer(
  options: ServerOptions,
  tls: TlsSettings,
  respond: Responder,
): Promise<AdapterServer> {
  const certificates = new WeakMap<Socket, ClientCertificate | undefined>();
  const certificateOf = (socket: TLSSocket): ClientCertificate | undefined => {
    if (!certificates.has(socket)) certificates.set(socket, clientCertificate(socket));
    return certificates.get(socket);
  };
  let underWay = 0;
  let closing = false;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    if (underWay >= options.maximumRequests) {
      write(response, tooManyRequests, closing);
      return;
    }
    underWay += 1;
    try {
      // An HTTPS server has no other sockets; the types say so of HTTP alone.
      const socket = request.socket as unknown as TLSSocket;
      const reply = await respond({
        method: request.method ?? '',
        url: request.url ?? '/',
        headers: request.headersDistinct,
        certificate: certificateOf(socket),
        certificateVerified: socket.authorized,
      });
      write(response, reply, closing);
    } finally {
      underWay -= 1;
    }
  };
  const server = createServer({ ...contextOptions(tls), requestCert: true, rejectUnauthorized: false });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  // Longer than the API server keeps an idle connection, so that it is never the first to close one in use.
  server.keepAliveTimeout = 120_000;
  server.on('request', (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    replaceTls: (next) => server.setSecureContext(contextOptions(next)),
    close: (graceMs) => {
      closing = true;
      return closeServer(server, graceMs);
    },
  };
}

function contextOptions({ cert, key, ca }: TlsSettings): SecureContextOptions {
  return { cert, key, ca, minVersion: 'TLSv1.2', secureOptions: constants.SSL_OP_NO_TICKET };
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function write(
  response: ServerResponse,
  { status, contentType, body, retryAfterSeconds }: Reply,
  last: boolean,
): void {
  const bytes = Buffer.from(body, 'utf8');
  const headers: OutgoingHttpHeaders = {
    'content-type': contentType,
    'content-length': bytes.length,
    'cache-control': 'no-cache, private',
    'x-content-type-options': 'nosniff',
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(last && { connection: 'close' }),
  };
  response.writeHead(status, headers).end(bytes);
}

const tooManyRequests: Reply = {
  status: 429,
  contentType: 'application/json',
  body: JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'too many requests at a time, please try again',
    reason: 'TooManyRequests',
    code: 429,
  }),
  retryAfterSeconds: 1,
};
