import { createHash } from 'node:crypto';

import type { SampleSeries } from '../open-metrics.ts';

/** The stretch of time for which history is made: Unix seconds, both ends included. */
export interface HistoryWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The scrape interval. */
  readonly stepSeconds: number;
}

/** A quantity over time: `atSeconds` is Unix time. */
export type ValueAt = (atSeconds: number) => number;

/** A container of a simulated pod. */
export interface HistoryContainer {
  readonly name: string;
  readonly image: string;
  readonly cpuCores: ValueAt;
  readonly memoryBytes: ValueAt;
  /** By resource name as kube-state-metrics writes it: cpu in cores, memory in bytes, nvidia_com_gpu. */
  readonly requests?: Readonly<Record<string, number>>;
  readonly limits?: Readonly<Record<string, number>>;
  /** When the container was restarted, Unix seconds. Its counters begin again at 0 in a new cgroup. */
  readonly restartedAt?: readonly number[];
}

/** A simulated pod of a Deployment. */
export interface HistoryPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly replicaSet: string;
  readonly startedAtSeconds: number;
  /** Absent while it runs. */
  readonly endedAtSeconds?: number;
  readonly containers: readonly HistoryContainer[];
}

/** The labels that a scrape adds to what the exporter writes. */
export type ScrapeLabels = Readonly<Record<string, string>>;

/** The scrape times of a window, oldest first; the last is exactly `endSeconds`. */
export function scrapeTimes({ startSeconds, endSeconds, stepSeconds }: HistoryWindow): readonly number[] {
  const count = Math.floor((endSeconds - startSeconds) / stepSeconds) + 1;
  return Array.from({ length: count }, (_, index) => endSeconds - (count - 1 - index) * stepSeconds);
}

/** The scrape times at which a pod existed. */
export function scrapeTimesOf(pod: HistoryPod, window: HistoryWindow): readonly number[] {
  const { startedAtSeconds, endedAtSeconds = Infinity } = pod;
  return scrapeTimes(window).filter((time) => time >= startedAtSeconds && time < endedAtSeconds);
}

/** A series whose value is computed at each time. */
export function gauge(
  name: string,
  labels: Readonly<Record<string, string>>,
  times: readonly number[],
  valueAt: ValueAt,
): SampleSeries {
  return { name, labels, samples: times.map((time) => [time, valueAt(time)] as const) };
}

/** A counter that begins at 0 at the first time and grows by `ratePerSecond`. */
export function counter(
  name: string,
  labels: Readonly<Record<string, string>>,
  times: readonly number[],
  ratePerSecond: ValueAt,
): SampleSeries {
  let total = 0;
  let last: number | undefined;
  const samples = times.map((time) => {
    if (last !== undefined) total += ratePerSecond(time) * (time - last);
    last = time;
    return [time, total] as const;
  });
  return { name, labels, samples };
}

/** A made-up identifier in hexadecimal that is always the same for the same text. */
export function stableHex(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** The letters and digits of generated names (k8s.io/apimachinery v0.36 pkg/util/rand): none that could form a word. */
const nameCharacters = 'bcdfghjklmnpqrstvwxz2456789';

/** The five characters at the end of the name of a pod that a ReplicaSet or DaemonSet made; the same for the same text. */
export function podNameSuffix(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 5);
  return [...bytes].map((byte) => nameCharacters[byte % nameCharacters.length]).join('');
}

/**
 * The name of a Deployment's ReplicaSet for one revision of its pod template: a 32-bit hash in decimal digits, each written
 * as another character, so that of the name's letters only b, c, d and f occur (pkg/controller ComputeHash of Kubernetes 1.36).
 */
export function replicaSetName(deployment: string, revision: string): string {
  const hash = createHash('sha256').update(`${deployment} ${revision}`).digest().readUInt32BE();
  return `${deployment}-${String(hash).replace(/\d/g, (digit) => nameCharacters[digit.charCodeAt(0) % nameCharacters.length]!)}`;
}
