import {
  type DescribedMetrics,
  type DescribedRules,
  describeRules,
  examineRules,
} from '@kubectl-autoscale/core/metrics-adapter';
import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { EXIT_CODES } from '../../command/exit-codes.ts';
import { openAdapterRules, openAdapterSources } from '../../composition/adapter.ts';
import { adapterRuleFlags } from '../../flags/adapter-flags.ts';
import { clusterFlags } from '../../flags/cluster-flags.ts';
import { outputFlags } from '../../flags/output-flags.ts';
import { prometheusFlags } from '../../flags/prometheus-flags.ts';
import { configProblemsText, describedMetricsText, describedRulesText } from '../../output/adapter-text.ts';
import { structuredText } from '../../output/structured-text.ts';

export default class AdapterCheckConfig extends AutoscaleCommand {
  static override summary =
    'Say what a configuration of the metrics adapter would serve and query, and what is wrong with it.';
  static override description =
    'Reads rules as prometheus-adapter reads them and names each mistake with its line. Then asks Prometheus which series there are, ' +
    'and lists the metrics that the rules make of them; with --offline, what the rules tell by themselves. Nothing is changed.';
  static override examples = [
    {
      description: "An existing configuration, or the values of prometheus-adapter's chart or of ours",
      command:
        '<%= config.bin %> adapter check-config --config values.yaml --prometheus-url http://localhost:9090',
    },
    {
      description: 'Its mistakes and what it means to serve, without a cluster',
      command: '<%= config.bin %> adapter check-config --config config.yaml --offline',
    },
    { description: 'What our catalogue finds', command: '<%= config.bin %> adapter check-config' },
  ];
  static override flags = {
    ...adapterRuleFlags,
    offline: Flags.boolean({ summary: 'Ask neither Prometheus nor the cluster.' }),
    output: outputFlags.output,
    context: clusterFlags.context,
    kubeconfig: clusterFlags.kubeconfig,
    as: clusterFlags.as,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(AdapterCheckConfig);
    const { source, rules, problems, readAs } = await openAdapterRules(flags.config);
    if (readAs !== undefined) this.talk(`${source}: ${readAs}`);
    process.stderr.write(configProblemsText(source, problems));
    if (!flags.offline) {
      const { prometheus, kubernetes } = await openAdapterSources(flags, (text) => this.talk(text));
      const sinceMs = Date.now() - flags['metrics-max-age'];
      const metrics = await examineRules(rules, prometheus, kubernetes, sinceMs);
      const report: DescribedMetrics = { metrics };
      this.print(
        flags.output === 'table' ? describedMetricsText(metrics) : structuredText(report, flags.output),
      );
      for (const [index, { metric }] of rules.forecasts.entries()) {
        if (metrics.some(({ rule }) => rule === `forecasts[${index}]`)) continue;
        this.talk(`forecasts[${index}]: no series make a metric ${metric} now, so it has no forecast`);
      }
    } else {
      const described = describeRules(rules);
      const report: DescribedRules = { rules: described };
      this.print(
        flags.output === 'table' ? describedRulesText(described) : structuredText(report, flags.output),
      );
      if (problems.length === 0) {
        this.talk(`${source}: ${rules.custom.length + rules.external.length} rules, nothing wrong`);
      }
    }
    if (problems.some(({ severity }) => severity === 'error')) this.exit(EXIT_CODES.findings);
  }
}
