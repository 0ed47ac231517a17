import { predictDemand } from '@kubectl-autoscale/core/advisor';
import { Args } from '@oclif/core';

import { analysisOptions } from '../command/analysis-options.ts';
import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { parseWorkloadArguments } from '../command/workload-arguments.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { forecastFlags } from '../flags/forecast-flags.ts';
import { outputFlags } from '../flags/output-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { predictionText } from '../output/prediction-text.ts';
import { structuredText } from '../output/structured-text.ts';

export default class Predict extends AutoscaleCommand {
  static override summary =
    "Forecast a workload's demand, or any PromQL, with the error measured on the past.";
  static override description =
    'Tries each forecast model on the past, weights them by the error that they had there, and gives each minute ahead with an ' +
    'interval. Where no model beats the mean of the last five values, it says so instead of guessing.';
  static override examples = [
    { description: "A workload's requests", command: '<%= config.bin %> predict deploy/llm-chat -n prod' },
    {
      description: 'An hour ahead',
      command: '<%= config.bin %> predict deploy/llm-chat -n prod --horizon 60',
    },
    {
      description: 'Any PromQL',
      command: "<%= config.bin %> predict --metric 'sum(rate(http_requests_total[5m]))'",
    },
  ];
  static override strict = false;
  static override args = {
    workload: Args.string({ description: 'For example deploy/llm-chat, or deployment llm-chat.' }),
  };
  static override flags = { ...forecastFlags, ...outputFlags, ...clusterFlags, ...prometheusFlags };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Predict);
    const refs = parseWorkloadArguments(argv as string[]);
    if (typeof refs === 'string') this.usageError(refs);
    const [ref, second] = refs;
    if (second !== undefined) this.usageError('predict takes one workload');
    if (ref === undefined && flags.metric === undefined) {
      this.usageError('name a workload (deploy/NAME) or a query (--metric PROMQL)');
    }
    const { metrics, cluster, clock } = await openAdvisorSources(flags, (text) => this.talk(text));
    if (metrics === undefined) this.usageError('predict needs metrics');
    const namespace = flags.namespace ?? cluster.defaultNamespace;
    const report = await predictDemand(
      { metrics, clock },
      {
        ...(ref === undefined ? {} : { workload: { ...ref, namespace } }),
        ...(flags.metric === undefined ? {} : { demandQuery: flags.metric }),
      },
      { ...analysisOptions(flags), signal: this.cancellation() },
    );
    const text =
      flags.output === 'table' ? predictionText(report, this.style) : structuredText(report, flags.output);
    process.stdout.write(text);
  }
}
