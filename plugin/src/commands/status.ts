import { scalingStatus, type StatusReport } from '@kubectl-autoscale/core/advisor';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { askedNamespace } from '../composition/asked-namespace.ts';
import { openCreationSources } from '../composition/creation-sources.ts';
import { sourceArguments } from '../composition/source-arguments.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { selectorFlag } from '../flags/selector-flag.ts';
import { watchFlags } from '../flags/watch-flags.ts';
import { progressLine } from '../output/progress-line.ts';
import { formatReport } from '../output/report-table.ts';
import { statusRows, statusText } from '../output/status-text.ts';

export default class Status extends AutoscaleCommand {
  static override summary =
    'One screen for an incident: HPAs at their maximum or inactive, metrics missing, pods pending and why.';
  static override description =
    'Reads HPAs, pods and nodes, asks the metrics APIs how old their values are, and checks each waiting pod against each node by the rules of ' +
    'the scheduler. What is wrong comes first, with what would help; a last line counts what is quiet. Nothing in the cluster is changed.';
  static override examples = [
    { description: 'The whole cluster', command: '<%= config.bin %> status -A' },
    { description: 'One namespace, kept up to date', command: '<%= config.bin %> status -n prod --watch' },
    {
      description: 'What is at its maximum, for a script',
      command: "<%= config.bin %> status -A -o json | jq -r '.atMaximum[].hpa'",
    },
    {
      description: 'Without a cluster',
      command: '<%= config.bin %> status -n prod --recording examples/platform/recording',
    },
  ];
  static override flags = {
    ...tableOutputFlags,
    ...watchFlags,
    ...clusterFlags,
    ...selectorFlag,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Status);
    const progress = progressLine(process.stderr);
    const { cluster, ...sources } = await openCreationSources(flags, flags, (text) => this.talk(text));
    if (cluster === undefined) throw new Error('a cluster or a recording is always opened here');
    const namespace = askedNamespace(flags, sources);
    const signal = this.cancellation();
    const make = async (): Promise<StatusReport> =>
      scalingStatus(
        { ...sources, cluster, clock: flags.recording === undefined ? { now: Date.now } : sources.clock },
        {
          ...(namespace === undefined ? {} : { namespace }),
          ...(flags.selector === undefined ? {} : { labelSelector: flags.selector }),
        },
        {
          signal,
          onProgress: (done, total) =>
            progress.step(done, total, `asked for metrics of ${done} of ${total} HPAs`),
        },
      ).finally(() => progress.clear());
    await this.show(
      async () =>
        formatReport(await make(), flags.output, this.style, {
          text: (report, style) => statusText(report, style, sourceArguments(flags)),
          rows: statusRows,
        }),
      flags,
      signal,
    );
  }
}
