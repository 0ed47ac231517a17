import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of metrics that a test writes and Prometheus scrapes. */
export interface MetricsPage {
  readonly url: string;
  /** How often the page has been read. */
  readonly reads: number;
  /** Replaces the page; text in the Prometheus exposition format, ending in a line end. */
  set(text: string): void;
  stop(): Promise<void>;
}

/** Serves a page of metrics on a free loopback port. */
export async function startMetricsPage(text = ''): Promise<MetricsPage> {
  let current = text;
  let reads = 0;
  const server = createServer((_request, response) => {
    reads += 1;
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(current);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/metrics`,
    get reads() {
      return reads;
    },
    set(replacement) {
      current = replacement;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
