import {
  type AdvisorSources,
  forgivingMetrics,
  predictDemand,
  type PredictionList,
  type PredictionOptions,
  type PredictionRanking,
  type PredictionReport,
  type PredictionSubject,
  predictSeries,
  predictWorkloads,
  rankMetrics,
  type SeriesPredictionOptions,
} from '@kubectl-autoscale/core/advisor';
import { Args, Flags, type Interfaces } from '@oclif/core';

import { analysisOptions } from '../command/analysis-options.ts';
import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { parseWorkloadArguments } from '../command/workload-arguments.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { askedNamespace } from '../composition/asked-namespace.ts';
import { FIT_THREADS, openForecaster } from '../composition/forecaster.ts';
import { nearestConfig } from '../composition/nearest-config.ts';
import { openQuerySources } from '../composition/query-sources.ts';
import { readSeriesFile } from '../composition/series-file.ts';
import { writePlot } from '../composition/write-plot.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { forecastFlags, lookbackFlag } from '../flags/forecast-flags.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { type PlotFile, plotFlag } from '../flags/plot-flag.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { selectorFlag } from '../flags/selector-flag.ts';
import { watchFlags } from '../flags/watch-flags.ts';
import { predictionListRows, predictionListText } from '../output/prediction-list-text.ts';
import { predictionRows, rankingRows } from '../output/prediction-rows.ts';
import { predictionText } from '../output/prediction-text.ts';
import { progressLine } from '../output/progress-line.ts';
import { rankingText } from '../output/ranking-text.ts';
import { replicaText } from '../output/replica-text.ts';
import { formatReport } from '../output/report-table.ts';

type PredictFlags = Interfaces.InferredFlags<typeof Predict.flags>;

export default class Predict extends AutoscaleCommand {
  static override summary =
    "Forecast a workload's demand and replicas, any PromQL, or a file of samples, with the error measured on the past.";
  static override description =
    'Tries each forecast model on the past, weights them by the error that they had there, and gives each minute ahead with an ' +
    'interval. Where no model beats the mean of the last five values, it says so instead of guessing. Of a workload it also shows the replicas that ran, and those that its HPA would ask for. Events of the ' +
    'configuration (events: in .kubectl-autoscale.yaml) raise the forecast, never lower it.';
  static override examples = [
    { description: "A workload's requests", command: '<%= config.bin %> predict deploy/llm-chat -n prod' },
    {
      description: 'Two days ahead, and how good such forecasts were',
      command: '<%= config.bin %> predict deploy/llm-chat -n prod --horizon 2d --backtest',
    },
    {
      description: 'Any PromQL',
      command: "<%= config.bin %> predict --metric 'sum(rate(http_requests_total[5m]))'",
    },
    {
      description: 'The demand behind what its HPA goes by: of a queue or a per-pod average, what comes in',
      command: '<%= config.bin %> predict deploy/llm-chat -n prod --metric inference_queue_depth',
    },
    {
      description: 'Which metrics of a namespace can be forecast, best first',
      command: '<%= config.bin %> predict --metric all -n prod',
    },
    {
      description: 'What is coming to every workload of the cluster',
      command: '<%= config.bin %> predict -A',
    },
    { description: 'Samples of a file', command: '<%= config.bin %> predict --file requests.csv' },
  ];
  static override strict = false;
  static override args = {
    workload: Args.string({ description: 'For example deploy/llm-chat, or deployment llm-chat.' }),
  };
  static override flags = {
    ...forecastFlags,
    metric: Flags.string({
      summary:
        'What to forecast: PromQL, or with a workload one of its metrics (cpu, memory, gpu, requests, or a name that its HPA goes by), whose demand is found; "all" ranks the metrics of a namespace.',
      helpValue: 'METRIC|PROMQL|all',
    }),
    file: Flags.string({
      summary:
        'Forecast the samples of this file instead: rows of timestamp,value, with a header or without; times as ISO 8601, epoch seconds or milliseconds.',
      helpValue: 'FILE.csv',
      exclusive: ['metric', 'recording', 'prometheus-url', 'lookback', 'watch'],
    }),
    lookback: lookbackFlag({
      summary: 'How far back to read: 28 days, or what the source keeps, when left out.',
    }),
    backtest: Flags.boolean({
      summary:
        'Also forecast the newest part of the history again and print the error by how far it looked ahead.',
    }),
    ...plotFlag,
    ...configFlag,
    ...tableOutputFlags,
    ...watchFlags,
    ...clusterFlags,
    ...selectorFlag,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Predict);
    const events = (await nearestConfig(flags.config))?.events ?? [];
    const options = { ...analysisOptions(flags), backtest: flags.backtest, events };
    const signal = this.cancellation();
    if (flags.metric === 'all') return this.#rank(argv as string[], flags, { ...options, signal });
    if (flags.selector !== undefined || flags['all-namespaces'] || isOfNamespace(argv, flags)) {
      return this.#list(argv as string[], flags, { ...options, signal });
    }
    const make =
      flags.file === undefined
        ? await this.#subject(argv as string[], flags, { ...options, signal })
        : await this.#fileSubject(argv as string[], flags.file, options);
    await this.show(
      async () => {
        const report = await make();
        if (flags.plot !== undefined) await this.#plot(report, flags.plot);
        return formatReport(report, flags.output, this.style, { text: predictionText, rows: predictionRows });
      },
      flags,
      signal,
    );
  }

  async #plot(report: PredictionReport, to: PlotFile): Promise<void> {
    const { metric, forecast, generatedAt, workload, replicas } = report;
    if (forecast === undefined) {
      this.usageError(`--plot: ${report.noForecast?.note ?? 'there is no forecast'}`);
    }
    const title = workload === undefined ? metric.title : `${workload.namespace}/${workload.name}`;
    const note = replicas && replicaText(replicas, this.style.timeZone);
    const plotted = {
      ...{ name: title, metric, forecast, generatedAt },
      ...(replicas && { replicas }),
      ...(note !== undefined && { note }),
    };
    await writePlot(to, title, [plotted], this.style.timeZone);
  }

  /** Every workload, one line each. */
  async #list(argv: string[], flags: PredictFlags, options: PredictionOptions): Promise<void> {
    const refs = parseWorkloadArguments(argv);
    if (typeof refs === 'string') this.usageError(refs);
    this.refuseNamesWith(flags, refs.length);
    if (flags.file !== undefined) {
      this.usageError('--file takes the place of a cluster: leave -A, -n and -l out');
    }
    if (flags.backtest) this.usageError('--backtest looks at one workload: name it');
    if (flags.plot !== undefined) this.usageError('--plot draws one workload: name it');
    const opened = await openAdvisorSources({ ...flags, prices: 'none' }, (text) => this.talk(text));
    if (opened.metrics === undefined) this.usageError('predict needs metrics');
    const { cluster, clock } = opened;
    const forgiving = forgivingMetrics(opened.metrics);
    const forecaster = openForecaster(new URL('../entry/forecaster-thread.js', import.meta.url));
    const progress = progressLine(process.stderr);
    try {
      const make = (): Promise<PredictionList> =>
        predictWorkloads(
          { metrics: forgiving.metrics, cluster, clock },
          forecaster,
          askedNamespace(flags, cluster),
          {
            ...options,
            ...lookbackOf(flags),
            ...(flags.metric !== undefined && { demandQuery: flags.metric }),
            ...(flags.selector !== undefined && { labelSelector: flags.selector }),
            atOnce: 2 * FIT_THREADS,
            onProgress: (done, total, next) =>
              progress.step(done, total, `forecasting ${done + 1} of ${total}  ${next}`),
          },
        ).finally(() => progress.clear());
      await this.show(
        async () => {
          const list = await make();
          forgiving.notes().forEach((note) => this.talk(`note  ${note}`));
          return formatReport(list, flags.output, this.style, {
            text: predictionListText,
            rows: predictionListRows,
          });
        },
        flags,
        options.signal ?? new AbortController().signal,
      );
    } finally {
      await forecaster.close();
    }
  }

  async #rank(argv: readonly string[], flags: PredictFlags, options: PredictionOptions): Promise<void> {
    if (argv.length > 0) this.usageError('--metric all takes a namespace (-n), not a workload');
    if (flags['all-namespaces']) {
      this.usageError('--metric all ranks the metrics of one namespace: name it with -n');
    }
    if (flags.backtest) {
      this.usageError('--metric all measures the error of each metric as it is: leave out --backtest');
    }
    if (flags.plot !== undefined) this.usageError('--plot draws one metric: leave out --metric all');
    const { metrics, cluster, clock } = await openAdvisorSources(flags, (text) => this.talk(text));
    if (metrics === undefined) this.usageError('predict needs metrics');
    const forecaster = openForecaster(new URL('../entry/forecaster-thread.js', import.meta.url));
    const progress = progressLine(process.stderr);
    try {
      const namespace = flags.namespace ?? cluster.defaultNamespace;
      const make = (): Promise<PredictionRanking> =>
        rankMetrics({ metrics, cluster, clock }, forecaster, namespace, {
          ...options,
          ...lookbackOf(flags),
          ...(flags.selector !== undefined && { labelSelector: flags.selector }),
          atOnce: 2 * FIT_THREADS,
          onProgress: (done) => progress.show(`${done} metrics forecast`, true),
        }).finally(() => progress.clear());
      await this.show(
        async () =>
          formatReport(await make(), flags.output, this.style, { text: rankingText, rows: rankingRows }),
        flags,
        options.signal ?? new AbortController().signal,
      );
    } finally {
      await forecaster.close();
    }
  }

  async #fileSubject(
    argv: readonly string[],
    path: string,
    options: SeriesPredictionOptions,
  ): Promise<() => Promise<PredictionReport>> {
    if (argv.length > 0) this.usageError('--file takes the place of a workload');
    const series = await readSeriesFile(path);
    if (!series.ok) this.usageError(series.error.join('\n'));
    const report = predictSeries(series.value, path, options);
    return () => Promise.resolve(report);
  }

  async #subject(
    argv: string[],
    flags: PredictFlags,
    options: PredictionOptions,
  ): Promise<() => Promise<PredictionReport>> {
    const refs = parseWorkloadArguments(argv);
    if (typeof refs === 'string') this.usageError(refs);
    const [ref, second] = refs;
    if (second !== undefined) this.usageError('predict takes one workload');
    if (ref === undefined && flags.metric === undefined) {
      this.usageError(
        'name a workload (deploy/NAME), a namespace (-n NAME) or all (-A), a query (--metric PROMQL) or a file (--file FILE.csv)',
      );
    }
    const talk = (text: string): void => this.talk(text);
    if (ref === undefined) {
      return this.#demand(await openQuerySources(flags, talk), undefined, flags, options);
    }
    const sources = await openAdvisorSources({ ...flags, prices: 'none' }, talk);
    const namespace = flags.namespace ?? sources.cluster.defaultNamespace;
    return this.#demand(sources, { ...ref, namespace }, flags, options);
  }

  #demand(
    {
      metrics,
      clock,
      cluster,
    }: Pick<AdvisorSources, 'metrics' | 'clock'> & Partial<Pick<AdvisorSources, 'cluster'>>,
    workload: PredictionSubject['workload'],
    flags: PredictFlags,
    options: PredictionOptions,
  ): () => Promise<PredictionReport> {
    if (metrics === undefined) this.usageError('predict needs metrics');
    return () =>
      predictDemand(
        { metrics, clock, ...(cluster && { cluster }) },
        {
          ...(workload === undefined ? {} : { workload }),
          ...(flags.metric === undefined ? {} : { demandQuery: flags.metric }),
        },
        { ...options, ...lookbackOf(flags) },
      );
  }
}

/** A query needs no cluster, and so no namespace; what is neither that nor a file is every workload of the namespace that is named. */
function isOfNamespace(argv: readonly unknown[], { namespace, metric, file }: PredictFlags): boolean {
  return argv.length === 0 && namespace !== undefined && metric === undefined && file === undefined;
}

function lookbackOf({ lookback }: PredictFlags): { readonly lookbackMs?: number } {
  return lookback === undefined ? {} : { lookbackMs: lookback * 60_000 };
}
