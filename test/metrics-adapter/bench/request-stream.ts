import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import type { SecureClient } from '../secure-client.ts';

/** What came of a stream of requests. */
export interface StreamResult {
  readonly requests: number;
  /** Answers other than 200, and requests that came to nothing. */
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
}

/** A stream at a pace of its own. */
export interface PacedResult extends StreamResult {
  /** How long whoever sent the requests was held up at most: waits shorter than this may be its own. */
  readonly longestStallMs: number;
}

/** How often the HPA controller looks at each HPA. */
export const syncSeconds = 15;

/**
 * The requests of so many HPAs as the controller sends them: each HPA once in 15 s, spread out evenly. A late answer does not hold
 * up the next request, and its wait counts from the moment at which it should have been sent.
 */
export async function replay(
  client: SecureClient,
  paths: readonly string[],
  seconds: number,
): Promise<PacedResult> {
  const perSecond = paths.length / syncSeconds;
  const count = Math.floor(perSecond * seconds);
  const waits: number[] = [];
  let failed = 0;
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  const started = performance.now();
  const sent: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueMs = started + (index / perSecond) * 1000;
    const aheadMs = dueMs - performance.now();
    if (aheadMs > 1) await sleep(aheadMs);
    const path = paths[index % paths.length] ?? '';
    const ask = async (): Promise<void> => {
      const isRight = await asked(client, path);
      waits.push(performance.now() - dueMs);
      if (!isRight) failed += 1;
    };
    sent.push(ask());
  }
  await Promise.all(sent);
  stalls.disable();
  return { ...result(waits, failed, performance.now() - started), longestStallMs: stalls.max / 1e6 };
}

/** As many requests as are answered, sixteen at a time. */
export async function saturate(
  client: SecureClient,
  paths: readonly string[],
  seconds: number,
): Promise<StreamResult> {
  const waits: number[] = [];
  let failed = 0;
  let next = 0;
  const started = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - started < seconds * 1000) {
      const before = performance.now();
      const isRight = await asked(client, paths[next++ % paths.length] ?? '');
      waits.push(performance.now() - before);
      if (!isRight) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return result(waits, failed, performance.now() - started);
}

async function asked(client: SecureClient, path: string): Promise<boolean> {
  try {
    const { status, text } = await client.get(path);
    return status === 200 && text.includes('"value"');
  } catch {
    return false;
  }
}

function result(waits: number[], failed: number, tookMs: number): StreamResult {
  const sorted = waits.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return {
    requests: sorted.length,
    failed,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    perSecond: sorted.length / (tookMs / 1000),
  };
}
