import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What comes of a question: the truth, the truth late, silence, or something else instead of it. */
export type PrometheusFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'killed' }
  /** The body of the answer in place of the true one, with its status. */
  | { readonly kind: 'says'; readonly body: string; readonly status?: number }
  /** Each value of the true answer replaced. */
  | { readonly kind: 'values'; readonly value: string };

export interface FaultyPrometheus {
  readonly url: string;
  fault: PrometheusFault;
  /** Questions so far. */
  questions(): number;
  stop(): Promise<void>;
}

/** Stands before a real Prometheus and passes questions on, as well as the fault lets it. */
export async function startFaultyPrometheus(prometheusUrl: string): Promise<FaultyPrometheus> {
  let questions = 0;
  const server = createServer((request, response) => {
    questions += 1;
    answer(request, prometheusUrl, handle.fault).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const handle: FaultyPrometheus = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: { kind: 'none' },
    questions: () => questions,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return handle;
}

async function answer(
  request: IncomingMessage,
  prometheusUrl: string,
  fault: PrometheusFault,
): Promise<{ readonly status: number; readonly body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (fault.kind === 'killed') throw new Error('killed');
  if (fault.kind === 'says') return { status: fault.status ?? 200, body: fault.body };
  if (fault.kind === 'slow') await sleep(fault.ms);
  const given = await fetch(prometheusUrl + (request.url ?? '/'), {
    method: request.method ?? 'GET',
    ...(chunks.length > 0 && {
      body: Buffer.concat(chunks).toString('utf8'),
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }),
  });
  const body = await given.text();
  return {
    status: given.status,
    body:
      fault.kind === 'values'
        ? body.replace(/"value":\[([\d.]+),"[^"]*"\]/g, `"value":[$1,"${fault.value}"]`)
        : body,
  };
}
