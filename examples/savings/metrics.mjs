import { nodeNames, podNames, workloads } from './objects.mjs';

const HOUR_MS = 3_600_000;
const GIB = 2 ** 30;

/** Midnight UTC: the measured days are whole ones. */
export const NOW_MS = Date.UTC(2026, 10, 3);

/** What each pod uses of the 4 CPU and 8 Gi that it asks for. */
const USED_CORES = 1.5;
const USED_BYTES = 3 * GIB;

/** What each of the four GPUs of a node is busy, and what of its memory is in use. */
const GPU_USED = 0.3;
const GPU_BYTES = 14 * GIB;

/** Requests per second that one pod serves in the busiest hours. */
const SERVED_BY_A_POD = 10;

/** Twelve full hours, two on both sides of them at half, and a tenth at night: 12–16 hours a day are needed. */
export const needed = (hour) => (hour >= 8 && hour < 20 ? 1 : hour >= 6 && hour < 22 ? 0.5 : 0.1);

/** Two days of measurements, hour by hour; the answer to a query is known by the query's name. */
export function metricsOf() {
  const start = NOW_MS - 48 * HOUR_MS;
  const series = (labels, range, valueAt) => {
    const timestampsMs = [];
    for (let at = range.startMs; at <= range.endMs; at += Math.max(range.stepMs, 1)) {
      if (at >= start && at < NOW_MS) timestampsMs.push(at);
    }
    return { labels, timestampsMs, values: timestampsMs.map(valueAt) };
  };
  const answer = ({ id }, range) => {
    if (id.startsWith('cluster-gpu-utilization')) return perGpu(range, GPU_USED);
    if (id.startsWith('cluster-gpu-memory-used')) return perGpu(range, GPU_BYTES);
    const workload = workloads.find(({ name }) => id.includes(`name="${name}"`));
    if (!workload) return [];
    const perPod = (value) =>
      podNames(workload).map((pod) => series({ pod, container: 'server' }, range, () => value));
    if (id.startsWith('container-cpu-usage')) return perPod(USED_CORES);
    if (id.startsWith('container-memory-working-set')) return perPod(USED_BYTES);
    if (id.startsWith('request-rate') && id.includes('source="http"')) {
      const most = SERVED_BY_A_POD * workload.replicas;
      const rate = (at) => most * needed(Math.floor(at / HOUR_MS) % 24);
      return [
        range.startMs === range.endMs
          ? { labels: {}, timestampsMs: [range.startMs], values: [most] }
          : series({}, range, rate),
      ];
    }
    return [];
  };
  /** GPUs that several pods share: the exporter names none of them. */
  const perGpu = (range, value) =>
    nodeNames.flatMap((Hostname) =>
      ['0', '1', '2', '3'].map((gpu) => ({
        labels: { Hostname, gpu },
        timestampsMs: [range.startMs],
        values: [value],
      })),
    );
  return {
    description: 'the measurements of the business case',
    query: (query, timeMs) => Promise.resolve(answer(query, { startMs: timeMs, endMs: timeMs, stepMs: 1 })),
    queryRange: (query, range) =>
      Promise.resolve(answer(query, range).filter(({ values }) => values.length > 0)),
  };
}
