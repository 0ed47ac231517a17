import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, describe, expect, it } from 'vitest';

import { fitForecastValue, type FitTask } from '#core/metrics-adapter/forecasting/fit-forecast-value.ts';
import { createThreadedFits } from '#core/metrics-adapter/server/threaded-fits.ts';

import { bundledForecastThread } from '../forecast-thread.ts';

const stepMs = 300_000;

function task(): FitTask {
  const values = Float64Array.from(
    { length: 2016 },
    (_, i) => 100 + 50 * Math.sin((i / 288) * 2 * Math.PI) + (i % 7),
  );
  return {
    history: { startMs: 0, stepMs, values },
    rule: { horizonMs: 900_000, quantile: 0.9, stepMs },
    boundaryMs: (values.length - 1) * stepMs,
  };
}

describe('fits in a thread', () => {
  const directory = mkdtempSync(join(tmpdir(), 'fits-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('say what fits at home say, and the caller is free meanwhile', async () => {
    const fits = createThreadedFits(await bundledForecastThread(directory));
    let turns = 0;
    const turn = setInterval(() => (turns += 1), 1);
    const fitted = await Promise.all([1, 2, 3].map(() => fits.fit(task())));
    clearInterval(turn);
    expect(fitted[0]).toMatchObject({ kind: 'forecast' });
    expect(new Set([fitForecastValue(task()), ...fitted].map((each) => JSON.stringify(each))).size).toBe(1);
    expect(turns).toBeGreaterThan(2);
    await fits.close();
  });

  it('fail when the thread dies, and are tried in a new one', async () => {
    const script = join(directory, 'mortal.mjs');
    writeFileSync(
      script,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, task }) => {
         if (task.boundaryMs === 0) process.exit(1);
         parentPort.postMessage(task.boundaryMs < 0 ? { id, failure: 'too early' } : { id, fitted: { kind: 'short-history', haveMs: 1, needMs: 2 } });
       });`,
    );
    const fits = createThreadedFits(pathToFileURL(script));
    const dying = await Promise.allSettled([fits.fit({ ...task(), boundaryMs: 0 }), fits.fit(task())]);
    expect(dying.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(fits.fit(task())).resolves.toMatchObject({ kind: 'short-history' });
    await expect(fits.fit({ ...task(), boundaryMs: -1 })).rejects.toThrow('too early');
    const waiting = expect(fits.fit({ ...task(), boundaryMs: 0 })).rejects.toThrow();
    await fits.close();
    await waiting;
  });

  it('fail without a script, each time', async () => {
    const fits = createThreadedFits(pathToFileURL(join(directory, 'none.mjs')));
    await expect(fits.fit(task())).rejects.toThrow(/none\.mjs/);
    await expect(fits.fit(task())).rejects.toThrow(/none\.mjs/);
    await fits.close();
  });
});
