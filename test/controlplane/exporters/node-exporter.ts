import type { SampleSeries } from '../open-metrics.ts';
import { counter, gauge, type HistoryWindow, podNameSuffix, scrapeTimes, type ValueAt } from './history.ts';

// Names and labels: prometheus/node_exporter collector/cpu_linux.go (node_cpu_seconds_total by cpu and mode) and
// collector/meminfo.go. The node is only found by way of `instance`, unless the scrape relabels it.

/** A node's hardware and its use over time. */
export interface NodeHistory {
  readonly node: string;
  readonly address: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly usedCores: ValueAt;
  readonly usedMemoryBytes: ValueAt;
}

/** What node-exporter shows of a node. */
export function nodeExporterSeries(history: NodeHistory, window: HistoryWindow): readonly SampleSeries[] {
  const times = scrapeTimes(window);
  const labels = {
    container: 'node-exporter',
    endpoint: 'http-metrics',
    instance: `${history.address}:9100`,
    job: 'node-exporter',
    namespace: 'monitoring',
    pod: `kube-prometheus-stack-prometheus-node-exporter-${podNameSuffix(history.node)}`,
    service: 'kube-prometheus-stack-prometheus-node-exporter',
  };
  const busy = (time: number): number => history.usedCores(time) / history.cpus;
  const rates: Readonly<Record<string, ValueAt>> = {
    user: (time) => busy(time) * 0.7,
    system: (time) => busy(time) * 0.25,
    iowait: () => 0.01,
    softirq: (time) => busy(time) * 0.05,
    idle: (time) => Math.max(0, 0.99 - busy(time)),
  };
  return [
    ...Array.from({ length: history.cpus }, (_, cpu) =>
      Object.entries(rates).map(([mode, rate]) =>
        counter('node_cpu_seconds_total', { ...labels, cpu: String(cpu), mode }, times, rate),
      ),
    ).flat(),
    gauge('node_memory_MemTotal_bytes', labels, times, () => history.memoryBytes),
    gauge(
      'node_memory_MemAvailable_bytes',
      labels,
      times,
      (time) => history.memoryBytes - history.usedMemoryBytes(time),
    ),
    gauge(
      'node_uname_info',
      { ...labels, nodename: history.node, sysname: 'Linux', machine: 'x86_64' },
      times,
      () => 1,
    ),
  ];
}
