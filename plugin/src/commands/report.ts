import { analyzeCluster } from '@kubectl-autoscale/core/advisor';
import { defaultLintSettings } from '@kubectl-autoscale/core/lint';
import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { clusterFindings } from '../command/cluster-findings.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { nearestConfig } from '../composition/nearest-config.ts';
import { writeReport } from '../composition/report-files.ts';
import { openSolver } from '../composition/solver.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { forecastFlags, horizonFlag } from '../flags/forecast-flags.ts';
import { planFlags, planOfFlags } from '../flags/plan-flags.ts';
import { estimateFlag, priceFlags } from '../flags/price-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { clusterReportHtml } from '../output/cluster-report-html.ts';
import { clusterReportMarkdown } from '../output/cluster-report-markdown.ts';
import { clusterReportText } from '../output/cluster-report-text.ts';
import { progressLine } from '../output/progress-line.ts';
import { structuredText } from '../output/structured-text.ts';

export default class Report extends AutoscaleCommand {
  static override summary =
    'Cost and risk of a whole cluster: what it costs for whom, waste, savings, nodes, risks, findings, forecasts.';
  static override description =
    'Reads nodes, pods, autoscalers and Prometheus, or a recording of them, prices the nodes, plans what could be saved step by step, ' +
    'forecasts demand and lints the live objects. --html writes one file to open in a browser or attach to a mail: it holds all it needs ' +
    'and loads nothing. Nothing in the cluster is changed.';
  static override examples = [
    { description: 'The whole cluster, as a page', command: '<%= config.bin %> report --html report.html' },
    {
      description: 'The workloads of one namespace, as Markdown for a ticket',
      command: '<%= config.bin %> report -n prod -o markdown',
    },
    {
      description: 'Without a cluster',
      command: '<%= config.bin %> report --recording examples/platform/recording --html report.html',
    },
    { description: 'For programs', command: '<%= config.bin %> report -o json' },
  ];
  static override flags = {
    html: Flags.string({
      summary: 'Write the report as one HTML file that needs no network.',
      helpValue: 'FILE',
    }),
    ...planFlags,
    horizon: horizonFlag({
      summary: 'How far forecasts look ahead: minutes, or with a unit, such as 90m, 6h or 2d.',
      default: 60,
    }),
    interval: forecastFlags.interval,
    ...priceFlags,
    ...estimateFlag,
    'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: no use, no demand, no forecasts.' }),
    output: Flags.option({
      char: 'o',
      summary: 'What to print; json and yaml follow the published schema.',
      options: ['table', 'markdown', 'json', 'yaml'] as const,
      default: 'table' as const,
    })(),
    ...configFlag,
    ...clusterFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Report);
    const progress = progressLine(process.stderr);
    const sources = await openAdvisorSources(flags, (text) => this.talk(text));
    const { settings = defaultLintSettings, events = [] } = (await nearestConfig(flags.config)) ?? {};
    const namespace = flags['all-namespaces'] ? undefined : flags.namespace;
    const signal = this.cancellation();
    try {
      const { findings, unread } = await clusterFindings(sources.cluster, namespace, settings, {
        signal,
        onProgress: (kind) => progress.show(`linting ${kind}`, true),
      });
      const plan = flags.plan ? planOfFlags(flags, await openSolver()) : undefined;
      const report = await analyzeCluster(sources, namespace, {
        cost: { signal, estimateUnknown: flags['estimate-unknown'], ...(plan && { plan }) },
        analysis: { signal, horizonMs: flags.horizon * 60_000, coverage: flags.interval / 100, events },
        findings,
        onProgress: (done, total, next) => progress.step(done, total, `${done + 1} of ${total}  ${next}`),
      });
      progress.clear();
      if (flags.html !== undefined) await writeReport(flags.html, clusterReportHtml(report));
      const text = {
        table: () => clusterReportText(report, this.style),
        markdown: () => clusterReportMarkdown(report),
        json: () => structuredText(report, 'json'),
        yaml: () => structuredText(report, 'yaml'),
      };
      this.print(text[flags.output]());
      if (unread.length > 0) {
        this.talk(`not linted, because they could not be read: ${unread.join(', ')}`);
      }
      if (flags.html !== undefined) this.talk(`the report is in ${flags.html}`);
    } finally {
      progress.clear();
    }
  }
}
