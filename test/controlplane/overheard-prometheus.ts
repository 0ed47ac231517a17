import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question that Prometheus was asked, and its answer. */
export interface OverheardQuestion {
  /** `/api/v1/query_range`, … */
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly status: number;
  /** The answer as it was sent. */
  readonly body: string;
}

export interface OverheardPrometheus {
  readonly url: string;
  /** Oldest first. */
  questions(): readonly OverheardQuestion[];
  stop(): Promise<void>;
}

/** A server that passes every request on to a Prometheus and keeps what was asked and answered. */
export async function overhear(prometheusUrl: string): Promise<OverheardPrometheus> {
  const overheard: OverheardQuestion[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, search, searchParams } = new URL(request.url ?? '/', prometheusUrl);
      const sent = Buffer.concat(chunks).toString('utf8');
      const answer = fetch(prometheusUrl + pathname + search, {
        method: request.method ?? 'GET',
        ...(sent !== '' && {
          body: sent,
          headers: { 'content-type': request.headers['content-type'] ?? '' },
        }),
      });
      answer
        .then(async (given) => {
          const body = await given.text();
          const parameters = sent === '' ? searchParams : new URLSearchParams(sent);
          overheard.push({ path: pathname, parameters, status: given.status, body });
          response.writeHead(given.status, { 'content-type': 'application/json' }).end(body);
        })
        .catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    questions: () => [...overheard],
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
