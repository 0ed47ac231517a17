import type { AnalysisOptions, WorkloadReport, WorkloadReportList } from '@kubectl-autoscale/core/advisor';
import { analyzeNamespace, analyzeWorkloads } from '@kubectl-autoscale/core/advisor';
import { Args, Flags } from '@oclif/core';

import { analysisOptions } from '../command/analysis-options.ts';
import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { parseWorkloadArguments } from '../command/workload-arguments.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { nearestConfig } from '../composition/nearest-config.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { forecastFlags } from '../flags/forecast-flags.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { priceFlags } from '../flags/price-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { progressLine } from '../output/progress-line.ts';
import { formatReport, type TableFormat } from '../output/report-table.ts';
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
      description: 'Half an hour ahead, as JSON',
      command: '<%= config.bin %> analyze deploy/llm-chat -n prod --horizon 30 -o json',
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
    'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: manifests, replicas and placement only.' }),
    ...tableOutputFlags,
    ...configFlag,
    ...clusterFlags,
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
    if (refs.length > 0 && flags['all-namespaces']) {
      this.usageError('-A cannot be used with a named workload');
    }

    const progress = progressLine(process.stderr);
    const sources = await openAdvisorSources(flags, (text) => this.talk(text));
    const options: AnalysisOptions = {
      ...analysisOptions(flags),
      events: (await nearestConfig(flags.config))?.events ?? [],
      signal: this.cancellation(),
      onProgress: (done, total, next) =>
        progress.show(`analyzing ${done + 1} of ${total}  ${next}`, done < total),
    };
    const namespace = flags.namespace ?? sources.cluster.defaultNamespace;
    try {
      if (refs.length === 0) {
        this.#printReport(
          await analyzeNamespace(sources, flags['all-namespaces'] ? undefined : namespace, options),
          flags.output,
        );
      } else {
        const [first, ...others] = await analyzeWorkloads(sources, namespace, refs, options);
        if (first !== undefined && others.length === 0) this.#printReport(first, flags.output);
        else if (first !== undefined) this.#printReport(listOf([first, ...others], first), flags.output);
      }
    } finally {
      progress.clear();
    }
  }

  #printReport(report: WorkloadReport | WorkloadReportList, output: TableFormat): void {
    this.print(
      formatReport(report, output, this.style, {
        text: (each, style) =>
          each.kind === 'WorkloadReport' ? workloadReportText(each, style) : workloadListText(each, style),
        rows: (each) => workloadRows(each.kind === 'WorkloadReport' ? [each] : each.items),
      }),
    );
  }
}

function listOf(
  items: WorkloadReport[],
  { apiVersion, generatedAt, cluster }: WorkloadReport,
): WorkloadReportList {
  return { apiVersion, kind: 'WorkloadReportList', generatedAt, cluster, items };
}
