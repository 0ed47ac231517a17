import type { MetricPipeline } from '../scenario.ts';
import type { TrafficCounters } from '../serving/traffic-counters.ts';

interface Scrape {
  readonly atMs: number;
  readonly counters: TrafficCounters;
}

/** Averages over the pipeline's window, as the adapter and metrics-server answer them. */
export interface Readings {
  /** When the newest scrape behind them was taken. */
  readonly atMs: number;
  readonly requestsPerSecond: number;
  readonly cpuCores: number;
  readonly waiting: number;
  readonly underWay: number;
}

/**
 * What Prometheus knows of one workload: its counters as they were at each scrape, of which only the last window is kept. What is asked for is never newer
 * than the last scrape before the adapter's last refresh.
 */
export class ScrapedMetrics {
  readonly #pipeline: MetricPipeline;
  readonly #scrapes: Scrape[];
  #readings: Readings;

  /** `before` is what was read in the window that ends at the start. */
  constructor(pipeline: MetricPipeline, before: Readings) {
    this.#pipeline = pipeline;
    this.#readings = before;
    const scrapes = pipeline.windowMs / pipeline.scrapeMs;
    this.#scrapes = Array.from({ length: scrapes }, (_, i) => {
      const seconds = ((i - scrapes) * pipeline.scrapeMs) / 1000;
      return {
        atMs: before.atMs + seconds * 1000,
        counters: {
          requests: before.requestsPerSecond * seconds,
          served: before.requestsPerSecond * seconds,
          failed: 0,
          cpuSeconds: before.cpuCores * seconds,
          waitingSeconds: before.waiting * seconds,
          underWaySeconds: before.underWay * seconds,
        },
      };
    });
  }

  scrape(atMs: number, counters: TrafficCounters): void {
    this.#scrapes.push({ atMs, counters: { ...counters } });
    // One more than the window spans, so that its two ends are there.
    if (this.#scrapes.length > this.#pipeline.windowMs / this.#pipeline.scrapeMs + 1) this.#scrapes.shift();
  }

  /** The adapter asks. */
  refresh(): void {
    const first = this.#scrapes[0]!;
    const last = this.#scrapes.at(-1)!;
    const seconds = (last.atMs - first.atMs) / 1000;
    if (seconds <= 0) return;
    const rate = (counter: keyof TrafficCounters): number =>
      (last.counters[counter] - first.counters[counter]) / seconds;
    this.#readings = {
      atMs: last.atMs,
      requestsPerSecond: rate('requests'),
      cpuCores: rate('cpuSeconds'),
      waiting: rate('waitingSeconds'),
      underWay: rate('underWaySeconds'),
    };
  }

  get readings(): Readings {
    return this.#readings;
  }
}
