import { analyzeNodes } from '@kubectl-autoscale/core/advisor';
import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { openAdvisorSources } from '../../composition/advisor-sources.ts';
import { wholeClusterFlags } from '../../flags/cluster-flags.ts';
import { configFlag } from '../../flags/config-flag.ts';
import { tableOutputFlags } from '../../flags/output-flags.ts';
import { poolFlags } from '../../flags/pool-flags.ts';
import { priceFlags } from '../../flags/price-flags.ts';
import { prometheusFlags } from '../../flags/prometheus-flags.ts';
import { nodesRows } from '../../output/nodes-rows.ts';
import { nodesText } from '../../output/nodes-text.ts';
import { formatReport } from '../../output/report-table.ts';

export default class Nodes extends AutoscaleCommand {
  static override summary = 'Pools and nodes: what is requested and used, and what keeps each node.';
  static override description =
    "Reads nodes, pods and Cluster Autoscaler's flags, and says of each node what its pods request beside what is used (CPU, memory, " +
    'GPUs) and whether Cluster Autoscaler would remove it: if not, the pod or the limit that keeps it, in its own words. Nothing in ' +
    'the cluster is changed.';
  static override examples = [
    { description: 'The cluster of the current context', command: '<%= config.bin %> nodes' },
    {
      description: 'A recording, with types, zones and ages',
      command: '<%= config.bin %> nodes --recording examples/platform/recording -o wide',
    },
    {
      description: 'Where the cluster does not tell how large a pool may get',
      command: '<%= config.bin %> nodes --pool gpu-spot=0:20 --pool cpu-on-demand=2:10',
    },
    { description: 'For programs', command: '<%= config.bin %> nodes -o json' },
  ];
  static override flags = {
    ...poolFlags,
    ...priceFlags,
    'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: requests only.' }),
    ...tableOutputFlags,
    ...configFlag,
    ...wholeClusterFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Nodes);
    const sources = await openAdvisorSources(flags, (text) => this.talk(text));
    const report = await analyzeNodes(sources, {
      signal: this.cancellation(),
      ...(flags.pool && { pools: flags.pool }),
    });
    this.print(
      formatReport(report, flags.output, this.style, {
        text: (each, style) => nodesText(each, style, { wide: false }),
        wide: (each, style) => nodesText(each, style, { wide: true }),
        rows: nodesRows,
      }),
    );
  }
}
