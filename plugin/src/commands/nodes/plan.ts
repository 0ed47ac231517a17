import { planNodes } from '@kubectl-autoscale/core/advisor';
import { toYamlStream } from '@kubectl-autoscale/core/manifest';
import { Errors, Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { openAdvisorSources } from '../../composition/advisor-sources.ts';
import { askedNamespace } from '../../composition/asked-namespace.ts';
import { clusterFlags } from '../../flags/cluster-flags.ts';
import { configFlag } from '../../flags/config-flag.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { poolFlags } from '../../flags/pool-flags.ts';
import { priceFlags } from '../../flags/price-flags.ts';
import { prometheusFlags } from '../../flags/prometheus-flags.ts';
import { nodePlanRows } from '../../output/node-plan-rows.ts';
import { nodePlanText } from '../../output/node-plan-text.ts';
import { progressLine } from '../../output/progress-line.ts';
import { formatReport } from '../../output/report-table.ts';

/** `240`, `240s`, `4m`: at most an hour. */
function secondsOf(text: string): number {
  const [, amount, unit] = /^(\d{1,5})(s|m)?$/.exec(text) ?? [];
  const seconds = Number(amount) * (unit === 'm' ? 60 : 1);
  if (seconds >= 10 && seconds <= 3600) return seconds;
  throw new Errors.CLIError(`--node-start ${text}: expected 10 seconds to an hour, such as 90s or 4m`, {
    exit: 2,
  });
}

const nodeStartFlag = Flags.custom<number>({
  helpValue: 'TIME',
  parse: (text) => Promise.resolve(secondsOf(text)),
});

export default class NodesPlan extends AutoscaleCommand {
  static override summary = 'What Cluster Autoscaler would do now, why, and why not more.';
  static override description =
    'Follows the rules and flags of the Cluster Autoscaler that runs in the cluster: which pool it would make larger for the pods that ' +
    'wait and what the expander compared, which pods no pool helps, which nodes it would remove and what keeps the others. Then headroom: ' +
    'placeholder pods of priority -10 that hold the room which the forecast asks for before a node could start. Nothing in the cluster is ' +
    'changed.';
  static override examples = [
    { description: 'The cluster of the current context', command: '<%= config.bin %> nodes plan -A' },
    {
      description: 'A recording',
      command:
        '<%= config.bin %> nodes plan --recording examples/platform/recording -n prod --pool gpu-spot=0:20',
    },
    {
      description: 'With a pool that has no node yet, as the price book describes its instance type',
      command: '<%= config.bin %> nodes plan -A --pool gpu-a100=0:4:p4d.24xlarge',
    },
    {
      description:
        'Placeholders for nodes that take six minutes to start, as a manifest to look at and apply',
      command: '<%= config.bin %> nodes plan -n prod --node-start 6m --placeholders > headroom.yaml',
    },
  ];
  static override flags = {
    ...poolFlags,
    headroom: Flags.boolean({
      summary: 'Plan headroom from forecasts of workloads in the namespace; --no-headroom leaves it out.',
      default: true,
      allowNo: true,
    }),
    'node-start': nodeStartFlag({
      summary: 'How long a node takes from being asked for to running pods; seconds, or with s or m.',
      default: 240,
    }),
    interval: Flags.integer({
      summary:
        "Headroom reaches up to the forecast's upper bound: share of future values inside, in per cent.",
      default: 80,
      min: 50,
      max: 99,
    }),
    placeholders: Flags.boolean({
      summary: "Print the placeholders' manifests (YAML) and nothing else.",
      exclusive: ['output'],
    }),
    ...priceFlags,
    'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: no headroom.' }),
    ...tableOutputFlags,
    ...configFlag,
    ...clusterFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(NodesPlan);
    if (flags.placeholders && !flags.headroom) this.usageError('--placeholders needs --headroom');
    const progress = progressLine(process.stderr);
    const sources = await openAdvisorSources(flags, (text) => this.talk(text));
    const namespace = askedNamespace(flags, sources.cluster);
    const signal = this.cancellation();
    try {
      const { report, placeholders } = await planNodes(sources, {
        signal,
        ...(flags.pool && { pools: flags.pool }),
        ...(flags.headroom && {
          headroom: {
            ...(namespace !== undefined && { namespace }),
            nodeStartSeconds: flags['node-start'],
            coverage: flags.interval / 100,
            signal,
            onProgress: (done, total, next) =>
              progress.step(done, total, `forecasting ${done + 1} of ${total}  ${next}`),
          },
        }),
      });
      progress.clear();
      if (flags.placeholders) {
        if (placeholders.length === 0) this.talk('no placeholders are needed');
        this.print(toYamlStream(placeholders));
        return;
      }
      this.print(formatReport(report, flags.output, this.style, { text: nodePlanText, rows: nodePlanRows }));
    } finally {
      progress.clear();
    }
  }
}
