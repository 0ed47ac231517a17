import { explainHpa } from '@kubectl-autoscale/core/advisor';
import { Args } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { openAdvisorSources } from '../../composition/advisor-sources.ts';
import { sourceArguments } from '../../composition/source-arguments.ts';
import { oneNamespaceFlags } from '../../flags/cluster-flags.ts';
import { noMetricsFlag } from '../../flags/metrics-flags.ts';
import { momentFlags, momentMs } from '../../flags/moment-flags.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { prometheusFlags } from '../../flags/prometheus-flags.ts';
import { hpaExplanationRows } from '../../output/explanation-rows.ts';
import { hpaExplanationText } from '../../output/hpa-explanation-text.ts';
import { formatReport } from '../../output/report-table.ts';

export default class ExplainHpa extends AutoscaleCommand {
  static override summary = 'Why an HPA has this many replicas, step by step, and what would make it scale.';
  static override description =
    "Decides by the HPA controller's own rules on what the controller sees, and names each step: what the metrics say, " +
    'tolerance, stabilization, policies, bounds. With Prometheus, what the controller remembers is rebuilt from the last ' +
    'minutes, and any moment of the past can be explained. Nothing in the cluster is changed.';
  static override examples = [
    { description: 'Now', command: '<%= config.bin %> explain hpa llm-chat -n prod' },
    {
      description: 'Last night, and what led to it',
      command: '<%= config.bin %> explain hpa llm-chat -n prod --at 03:10 --since 1h',
    },
    {
      description: 'Without a cluster',
      command: '<%= config.bin %> explain hpa llm-chat -n prod --recording examples/platform/recording',
    },
  ];
  static override args = {
    name: Args.string({ description: 'Name of the HPA.', required: true }),
  };
  static override flags = {
    ...momentFlags,
    ...noMetricsFlag,
    ...tableOutputFlags,
    ...oneNamespaceFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ExplainHpa);
    if (flags['no-metrics'] && (flags.at !== undefined || flags.since !== undefined)) {
      this.usageError('--at and --since need metrics: leave --no-metrics out');
    }
    const sources = await openAdvisorSources({ ...flags, prices: 'none' }, (text) => this.talk(text));
    const nowMs = sources.clock.now();
    const atMs = flags.at && momentMs(flags.at, nowMs);
    if (atMs !== undefined && atMs > nowMs) this.usageError('--at is in the future');
    const explanation = await explainHpa(
      sources,
      flags.namespace ?? sources.cluster.defaultNamespace,
      args.name,
      {
        signal: this.cancellation(),
        ...(atMs === undefined ? {} : { atMs }),
        ...(flags.since === undefined ? {} : { sinceMs: flags.since }),
      },
    );
    this.print(
      formatReport(explanation, flags.output, this.style, {
        text: (each, style) => hpaExplanationText(each, style, sourceArguments(flags)),
        rows: hpaExplanationRows,
      }),
    );
  }
}
