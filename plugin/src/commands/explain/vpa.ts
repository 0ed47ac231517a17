import { explainVpa } from '@kubectl-autoscale/core/advisor';
import { Args } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { openAdvisorSources } from '../../composition/advisor-sources.ts';
import { oneNamespaceFlags } from '../../flags/cluster-flags.ts';
import { noMetricsFlag } from '../../flags/metrics-flags.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { prometheusFlags } from '../../flags/prometheus-flags.ts';
import { vpaExplanationRows } from '../../output/explanation-rows.ts';
import { formatReport } from '../../output/report-table.ts';
import { vpaExplanationText } from '../../output/vpa-explanation-text.ts';

export default class ExplainVpa extends AutoscaleCommand {
  static override summary =
    'Why a VPA recommends these requests, step by step, and which pods it would touch.';
  static override description =
    "Reckons by the recommender's own rules on what it remembers (its checkpoints), or on Prometheus where there are none: " +
    'percentile, margin, confidence, minimum, policy. Beside it stands what the VPA itself says, and what the updater ' +
    'would do to each pod and why. Nothing in the cluster is changed.';
  static override examples = [
    { description: 'Now', command: '<%= config.bin %> explain vpa gateway -n prod' },
    {
      description: 'Without a cluster, as JSON',
      command:
        '<%= config.bin %> explain vpa gateway -n prod --recording examples/platform/recording -o json',
    },
  ];
  static override args = {
    name: Args.string({ description: 'Name of the VPA.', required: true }),
  };
  static override flags = {
    ...noMetricsFlag,
    ...tableOutputFlags,
    ...oneNamespaceFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ExplainVpa);
    const sources = await openAdvisorSources({ ...flags, prices: 'none' }, (text) => this.talk(text));
    const namespace = flags.namespace ?? sources.cluster.defaultNamespace;
    const explanation = await explainVpa(sources, namespace, args.name, { signal: this.cancellation() });
    this.print(
      formatReport(explanation, flags.output, this.style, {
        text: vpaExplanationText,
        rows: vpaExplanationRows,
      }),
    );
  }
}
