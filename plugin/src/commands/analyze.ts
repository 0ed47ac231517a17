import {
  type AdvisorSources,
  type AnalysisOptions,
  analyzeNamed,
  analyzeNamespace,
  forgivingMetrics,
  type NamespacedWorkload,
  rankWorkloads,
  type WorkloadOrder,
  workloadOrders,
  type WorkloadReport,
  type WorkloadReportList,
  workloadReportList,
} from '@kubectl-autoscale/core/advisor';
import { Args, Flags } from '@oclif/core';

import { analysisOptions } from '../command/analysis-options.ts';
import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { overlaidSources } from '../command/overlaid-sources.ts';
import { parseWorkloadArguments } from '../command/workload-arguments.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { askedNamespace } from '../composition/asked-namespace.ts';
import { nearestConfig } from '../composition/nearest-config.ts';
import { writePlot } from '../composition/write-plot.ts';
import { clusterFlags, contextsFlag } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { forecastFlags } from '../flags/forecast-flags.ts';
import { manifestFlags } from '../flags/manifest-flags.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { type PlotFile, plotFlag } from '../flags/plot-flag.ts';
import { priceFlags } from '../flags/price-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { selectorFlag } from '../flags/selector-flag.ts';
import { watchFlags } from '../flags/watch-flags.ts';
import { plottedForecasts } from '../output/plotted-forecasts.ts';
import { progressLine } from '../output/progress-line.ts';
import { formatReport } from '../output/report-table.ts';
import { workloadListText, workloadRows } from '../output/workload-list-text.ts';
import { workloadReportText } from '../output/workload-report-text.ts';

export default class Analyze extends AutoscaleCommand {
  static override summary =
    'Metrics now, forecast, replicas, right-sizing and cost of a workload or a namespace.';
  static override description =
    'Reads the cluster and Prometheus, or a recording of both, and answers: what the workload does now, what demand is ' +
    'forecast with which measured error, what the HPA decides and why, what its containers should request, and what ' +
    'it costs before and after. Nothing in the cluster is changed.';
  static override examples = [
    { description: 'One workload', command: '<%= config.bin %> analyze deploy/llm-chat -n prod' },
    {
      description: 'Every Deployment and StatefulSet of a namespace',
      command: '<%= config.bin %> analyze -n prod',
    },
    {
      description: 'The whole cluster, what is at risk and wasteful first',
      command: '<%= config.bin %> analyze -A',
    },
    {
      description: 'Three clusters in one table, and what differs between them',
      command: '<%= config.bin %> analyze --contexts dev,staging,prod -n shop',
    },
    {
      description: 'Half an hour ahead, as JSON',
      command: '<%= config.bin %> analyze deploy/llm-chat -n prod --horizon 30 -o json',
    },
    {
      description: 'What would be if these manifests were applied',
      command: '<%= config.bin %> analyze -f k8s/',
    },
    {
      description: 'The same of an overlay',
      command: '<%= config.bin %> analyze -k overlays/prod -o wide',
    },
    {
      description: 'Without a cluster',
      command: '<%= config.bin %> analyze --recording examples/platform/recording -n prod',
    },
  ];
  static override strict = false;
  static override args = {
    workload: Args.string({
      description: 'For example deploy/llm-chat, or deployment llm-chat; several may be named.',
    }),
  };
  static override flags = {
    ...forecastFlags,
    ...priceFlags,
    deployment: Flags.string({ summary: 'The same as deployment/NAME.', helpValue: 'NAME' }),
    ...manifestFlags('contexts', 'watch'),
    'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: manifests, replicas and placement only.' }),
    'sort-by': Flags.option({
      summary:
        'Order of a list: by risk and then waste (with -A), by waste, or by name. Each says what its workloads waste and risk.',
      options: workloadOrders,
    })(),
    ...plotFlag,
    ...tableOutputFlags,
    ...watchFlags,
    ...configFlag,
    ...clusterFlags,
    ...contextsFlag,
    ...selectorFlag,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Analyze);
    const words = [
      ...(argv as string[]),
      ...(flags.deployment === undefined ? [] : [`deployment/${flags.deployment}`]),
    ];
    const refs = parseWorkloadArguments(words);
    if (typeof refs === 'string') this.usageError(refs);
    this.refuseNamesWith(flags, refs.length);
    const signal = this.cancellation();
    const progress = progressLine(process.stderr);
    const options: AnalysisOptions = {
      ...analysisOptions(flags),
      events: (await nearestConfig(flags.config))?.events ?? [],
      ...(flags.selector !== undefined && { labelSelector: flags.selector }),
      signal,
      onProgress: (done, total, next) =>
        progress.step(done, total, `analyzing ${done + 1} of ${total}  ${next}`),
    };
    if (flags.contexts !== undefined) {
      this.refuseWithContexts(flags);
      const { analyzeContexts } = await import('../command/analyze-contexts.ts');
      const code = await analyzeContexts(flags.contexts, { refs, flags, options, style: this.style });
      if (code !== 0) this.exit(code);
      return;
    }
    const opened = await openAdvisorSources(flags, (text) => this.talk(text));
    const overlaid = await overlaidSources(opened, {
      ...{ refs, flags, signal },
      talk: (text) => this.talk(text),
    });
    const sources = overlaid?.sources ?? opened;
    const namespace = askedNamespace(flags, sources.cluster);
    const named =
      overlaid?.workloads ??
      (namespace === undefined ? [] : refs.map((ref): NamespacedWorkload => ({ ...ref, namespace })));
    // A cluster is worth ranking without the workloads that a recording was not made of; a query of the user's own is not forgiven.
    const forgiving =
      (namespace === undefined || overlaid !== undefined) && flags.metric === undefined && sources.metrics
        ? forgivingMetrics(sources.metrics)
        : undefined;
    const make = (): Promise<WorkloadReport | WorkloadReportList> =>
      this.#analyze(
        { ...sources, ...(forgiving && { metrics: forgiving.metrics }) },
        namespace,
        named,
        options,
      ).finally(() => progress.clear());
    await this.show(
      async () => {
        const report = ordered(
          await make(),
          flags['sort-by'] ?? (namespace === undefined ? 'risk' : undefined),
        );
        forgiving?.notes().forEach((note) => this.talk(`note  ${note}`));
        if (flags.plot !== undefined) await this.#plot(report, flags.plot);
        return formatReport(report, flags.output, this.style, {
          text: (each, style) =>
            each.kind === 'WorkloadReport' ? workloadReportText(each, style) : workloadListText(each, style),
          rows: (each) =>
            each.kind === 'WorkloadReport' ? workloadRows([each]) : workloadRows(each.items, each.ranking),
        });
      },
      flags,
      signal,
    );
  }

  async #analyze(
    sources: AdvisorSources,
    namespace: string | undefined,
    named: readonly NamespacedWorkload[],
    options: AnalysisOptions,
  ): Promise<WorkloadReport | WorkloadReportList> {
    if (named.length === 0) return analyzeNamespace(sources, namespace, options);
    const nowMs = sources.clock.now();
    const items = await analyzeNamed(sources, named, options);
    const [first, ...others] = items;
    if (first === undefined) throw new RangeError('a named workload was neither found nor refused');
    return others.length === 0 ? first : workloadReportList(items, nowMs, sources.cluster);
  }

  async #plot(report: WorkloadReport | WorkloadReportList, to: PlotFile): Promise<void> {
    const plotted = plottedForecasts(report.kind === 'WorkloadReport' ? [report] : report.items);
    const [first, second] = plotted;
    if (first === undefined) this.usageError('--plot: no demand of what was named could be forecast');
    if (second !== undefined && to.format === 'svg') {
      this.usageError('--plot: a picture holds one workload: name one, or write a page (FILE.html)');
    }
    const title = second === undefined ? first.name : 'Demand, measured and forecast';
    await writePlot(to, title, plotted, this.style.timeZone);
  }
}

function ordered(
  report: WorkloadReport | WorkloadReportList,
  order: WorkloadOrder | undefined,
): WorkloadReport | WorkloadReportList {
  return report.kind === 'WorkloadReport' || order === undefined ? report : rankWorkloads(report, order);
}
