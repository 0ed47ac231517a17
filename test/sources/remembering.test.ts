import { describe, expect, it } from 'vitest';

import { rememberingCluster, rememberingMetrics, SourceError } from '#core/ports/index.ts';
import { memoryCluster, memoryMetrics } from '#core/testing/index.ts';

describe('sources that remember', () => {
  it('ask for the same objects once, and for others again', async () => {
    let asked = 0;
    const source = memoryCluster([]);
    const cluster = rememberingCluster({
      ...source,
      list: (query) => {
        asked += 1;
        return source.list(query);
      },
    });
    const pods = { group: '', kind: 'Pod' };
    await Promise.all([cluster.list(pods), cluster.list(pods), cluster.list({ ...pods, namespace: 'a' })]);
    await cluster.list({ ...pods, namespace: 'a' });
    await cluster.list({ ...pods, labelSelector: 'app=x' });
    expect(asked).toBe(3);
  });

  it('ask the same question about metrics once for each moment', async () => {
    let asked = 0;
    const source = memoryMetrics({});
    const metrics = rememberingMetrics({
      ...source,
      queryRange: (query, range) => {
        asked += 1;
        return source.queryRange(query, range);
      },
    });
    const query = { id: 'x', promql: 'x', unit: '' };
    const range = { startMs: 0, endMs: 60_000, stepMs: 60_000 };
    await metrics.queryRange(query, range);
    await metrics.queryRange(query, range);
    await metrics.queryRange(query, { ...range, endMs: 120_000 });
    expect(asked).toBe(2);
  });

  it('ask again after a failure', async () => {
    let asked = 0;
    const source = memoryCluster([]);
    const cluster = rememberingCluster({
      ...source,
      list: (query) => {
        asked += 1;
        if (asked > 1) return source.list(query);
        return Promise.reject(new SourceError({ code: 'timeout', source: 'x', message: 'late' }));
      },
    });
    const query = { group: '', kind: 'Pod' };
    await expect(cluster.list(query)).rejects.toThrow('late');
    expect(await cluster.list(query)).toEqual([]);
  });
});
