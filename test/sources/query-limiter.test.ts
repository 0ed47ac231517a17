import { EventEmitter, once } from 'node:events';

import { describe, expect, it } from 'vitest';

import { createQueryLimiter } from '../../core/src/sources/prometheus/query-limiter.ts';

describe('a limiter of queries', () => {
  it('runs no more at once than it may, first come first served', async () => {
    const limiter = createQueryLimiter(2);
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const task = (name: string) => async (): Promise<void> => {
      order.push(name);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => limiter.run(task(name))));
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(most).toBe(2);
  });

  it('gives a place on when its task fails', async () => {
    const limiter = createQueryLimiter(1);
    const failing = limiter.run(() => Promise.reject(new Error('refused')));
    const next = limiter.run(() => Promise.resolve('served'));
    await expect(failing).rejects.toThrow('refused');
    await expect(next).resolves.toBe('served');
  });

  it('lets fifty wait under one signal without a warning, and all give up when it fires', async () => {
    const warnings: string[] = [];
    const hear = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', hear);
    const limiter = createQueryLimiter(1);
    const held = new EventEmitter();
    const stopping = new AbortController();
    const first = limiter.run(() => once(held, 'end'));
    const waiting = Array.from({ length: 50 }, () =>
      limiter.run(() => Promise.resolve('ran'), stopping.signal).catch((error: unknown) => error),
    );
    stopping.abort(new Error('stopped'));
    const ends = await Promise.all(waiting);
    expect(new Set(ends.map(String))).toEqual(new Set(['Error: stopped']));
    held.emit('end');
    await first;
    // Warnings are told on the next turn of the event loop.
    await new Promise(setImmediate);
    process.off('warning', hear);
    expect(warnings).toEqual([]);
    await expect(limiter.run(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });
});
