import { STEP_MS } from './simulate.mjs';

/** Node-exporter's series are kept for the last hour only: what nodes use is asked for now. */
const HOUR_MS = 3_600_000;
/** What the system itself takes of a node beside its pods. */
const SYSTEM = { cores: 0.18, bytes: 900 * 2 ** 20 };

/** Writes what node-exporter would say of each node with pods: use of its pods that live at the end, and the system's. */
export function nodeSeries(runs, { endMs, nodeOfPod, gauge, counter, labels }, family) {
  const nodes = new Map();
  for (const pod of runs.flatMap((run) => run.pods)) {
    const node = nodeOfPod.get(pod.name);
    if (!node) continue;
    const own = nodes.get(node.name) ?? { ...node, samples: new Map() };
    nodes.set(node.name, own);
    for (const sample of pod.samples.filter(({ ms }) => ms >= endMs - HOUR_MS)) {
      const sum = own.samples.get(sample.ms) ?? { ms: sample.ms, cores: SYSTEM.cores, bytes: SYSTEM.bytes };
      own.samples.set(sample.ms, sum);
      for (const cores of Object.values(sample.cores)) sum.cores += cores;
      for (const bytes of Object.values(sample.memory)) sum.bytes += bytes;
    }
  }
  const sorted = [...nodes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, { name, capacity, samples }] of sorted.entries()) {
    const all = [...samples.values()].sort((a, b) => a.ms - b.ms);
    const instance = { instance: `10.0.${index}.10:9100`, job: 'node-exporter' };
    const cpus = Number(capacity.cpu);
    const total = Number.parseInt(capacity.memory, 10) * 2 ** 20;
    gauge('node_uname_info', labels({ ...instance, nodename: name }), all, () => 1, family);
    gauge('node_memory_MemTotal_bytes', labels(instance), all, () => total, family);
    gauge('node_memory_MemAvailable_bytes', labels(instance), all, ({ bytes }) => total - bytes, family);
    for (let cpu = 0; cpu < cpus; cpu += 1) {
      const set = labels({ ...instance, cpu, mode: 'user' });
      counter('node_cpu_seconds_total', set, all, ({ cores }) => (cores / cpus) * (STEP_MS / 1000), family);
    }
  }
}
