import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { requireBinary } from './binaries.ts';
import { formatOpenMetrics, type SampleSeries } from './open-metrics.ts';
import { findFreePort } from './ports.ts';
import { createSandbox } from './sandbox.ts';

/** A page that Prometheus scrapes while it runs. */
export interface ScrapeTarget {
  /** The value of the `job` label, unless the page itself sets one. */
  readonly job: string;
  /** Where the page is: `http://127.0.0.1:8080/metrics`. */
  readonly url: string;
  /** Labels added to each series of the page. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface PrometheusOptions {
  /** History to load before the start, as OpenMetrics text with timestamps that ends in `# EOF`. */
  readonly openMetricsText?: string;
  /** History to load before the start. */
  readonly series?: readonly SampleSeries[];
  readonly scrapeTargets?: readonly ScrapeTarget[];
  /** Default 1. */
  readonly scrapeIntervalSeconds?: number;
}

/** One element of an instant query's vector. */
export interface InstantSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A running Prometheus. */
export interface PrometheusServer {
  readonly url: string;
  /** Runs an instant query whose result is a vector or a scalar; `atSeconds` is Unix time, default now. */
  query(expression: string, atSeconds?: number): Promise<readonly InstantSample[]>;
  /** What Prometheus has logged. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts a real Prometheus on a free loopback port, with `openMetricsText` and `series` already in its store.
 * History may end at the present second: a live scrape carries on from there. Gone after `stop`, and after the end
 * of this process however it comes.
 */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<PrometheusServer> {
  const binary = requireBinary('prometheus');
  const sandbox = createSandbox('prometheus');
  try {
    const data = join(sandbox.directory, 'data');
    mkdirSync(data);
    if (options.openMetricsText !== undefined) {
      await backfill(options.openMetricsText, sandbox.directory, data);
    }
    if (options.series !== undefined) {
      await backfill(formatOpenMetrics(options.series), sandbox.directory, data);
    }
    const configuration = join(sandbox.directory, 'prometheus.json');
    writeFileSync(configuration, JSON.stringify(prometheusConfiguration(options), null, 2));
    const port = await findFreePort();
    const running = sandbox.start({
      name: 'prometheus',
      command: binary,
      arguments: [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${data}`,
        '--storage.tsdb.retention.time=10y',
        `--web.listen-address=127.0.0.1:${port}`,
        // Debian's defaults point into /usr/share.
        `--web.console.templates=${sandbox.directory}`,
        `--web.console.libraries=${sandbox.directory}`,
      ],
    });
    const url = `http://127.0.0.1:${port}`;
    await running.ready(async () => (await fetch(`${url}/-/ready`)).ok, 30);
    return {
      url,
      query: (expression, at) => query(url, expression, at),
      log: () => running.log(),
      stop: () => sandbox.stop(),
    };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

/** JSON is YAML, so the configuration needs no YAML writer. */
function prometheusConfiguration({
  scrapeTargets = [],
  scrapeIntervalSeconds = 1,
}: PrometheusOptions): object {
  return {
    global: { scrape_interval: `${scrapeIntervalSeconds}s`, scrape_timeout: `${scrapeIntervalSeconds}s` },
    scrape_configs: scrapeTargets.map(({ job, url, labels }, index) => {
      const { host, pathname, protocol } = new URL(url);
      return {
        job_name: `${job}-${index}`,
        // Pages stand in for whole exporters, whose own labels must survive as written.
        honor_labels: true,
        scheme: protocol.replace(':', ''),
        metrics_path: pathname,
        static_configs: [{ targets: [host], labels: { job, ...labels } }],
      };
    }),
  };
}

async function backfill(openMetricsText: string, directory: string, data: string): Promise<void> {
  const input = join(directory, 'history.om');
  writeFileSync(input, openMetricsText);
  // promtool reads the whole input once for each block. Two weeks in 2-hour blocks take 35 times as long as in one.
  const blocks = ['--max-block-duration=768h', 'openmetrics', input, data];
  try {
    await promisify(execFile)(requireBinary('promtool'), [
      'tsdb',
      'create-blocks-from',
      '--quiet',
      ...blocks,
    ]);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`promtool could not read the history: ${stderr?.trim() ?? String(error)}`, {
      cause: error,
    });
  } finally {
    rmSync(input, { force: true });
  }
}

interface QueryAnswer {
  readonly status: string;
  readonly error?: string;
  readonly data?: {
    readonly resultType: string;
    readonly result: unknown;
  };
}

async function query(url: string, expression: string, atSeconds?: number): Promise<readonly InstantSample[]> {
  const parameters = new URLSearchParams({ query: expression });
  if (atSeconds !== undefined) parameters.set('time', String(atSeconds));
  const response = await fetch(`${url}/api/v1/query?${parameters.toString()}`);
  const answer = (await response.json()) as QueryAnswer;
  if (!answer.data) {
    throw new Error(`Prometheus rejected ${expression}: ${answer.error ?? response.statusText}`);
  }
  const { resultType, result } = answer.data;
  if (resultType === 'scalar') return [{ metric: {}, value: Number((result as [number, string])[1]) }];
  if (resultType !== 'vector') {
    throw new Error(`the result of ${expression} is a ${resultType}, not a vector`);
  }
  const vector = result as readonly { metric: Record<string, string>; value: [number, string] }[];
  return vector.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}
