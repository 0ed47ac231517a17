import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Common name of the client certificate, over TLS. */
  readonly clientName?: string;
}

/** A server in this process that behaves as its handler says, however badly. */
export interface LocalServer {
  readonly url: string;
  readonly port: number;
  /** In order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** How many TCP connections were opened. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

export type Handler = (request: ReceivedRequest, response: ServerResponse, count: number) => unknown;

/** `count` is 1 for the first request. */
export async function startLocalServer(handler: Handler, tls?: TlsOptions): Promise<LocalServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = tls ? createTlsServer({ ...tls }) : createServer();
  server.on('request', (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const socket = incoming.socket as { getPeerCertificate?: () => { subject?: { CN?: string } } };
      const clientName = socket.getPeerCertificate?.().subject?.CN;
      const request = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
        ...(clientName !== undefined && { clientName }),
      };
      requests.push(request);
      void handler(request, response, requests.length);
    });
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A server that is there for one test. */
export async function withServer<T>(
  handler: Handler,
  use: (server: LocalServer) => Promise<T>,
  tls?: TlsOptions,
): Promise<T> {
  const server = await startLocalServer(handler, tls);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}
