import { analyzeGpus } from '@kubectl-autoscale/core/advisor';
import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { wholeClusterFlags } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { gpuFlags } from '../flags/gpu-flags.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { poolFlags } from '../flags/pool-flags.ts';
import { priceFlags } from '../flags/price-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { gpuRows } from '../output/gpu-rows.ts';
import { gpuText } from '../output/gpu-text.ts';
import { formatReport } from '../output/report-table.ts';

export default class Gpu extends AutoscaleCommand {
  static override summary = 'GPUs: which nodes have which, who uses them, what is idle, and what is free.';
  static override description =
    'Lists the nodes with GPUs (model, memory, spot, MIG slices, time-slicing), counts what their pods have of them, and reads from NVIDIA’s ' +
    'DCGM exporter how much each node, pod and container uses. Says what is idle or under-used and what to do, what quotas are left, whether ' +
    'nodes should be added, and with --for which node is the best for a pod. Nothing in the cluster is changed.';
  static override examples = [
    { description: 'The cluster of the current context', command: '<%= config.bin %> gpu' },
    {
      description: 'A recording, pod by pod and container by container',
      command: '<%= config.bin %> gpu --recording examples/platform/recording -o wide',
    },
    {
      description: 'The best node for a pod with two A100, spot allowed',
      command: '<%= config.bin %> gpu --for type=A100,count=2,spot',
    },
    { description: 'For a slice of a GPU', command: '<%= config.bin %> gpu --for mig=1g.5gb' },
    {
      description: "With the cloud's quota and the size of a pool",
      command: '<%= config.bin %> gpu --cloud-quota A10G=16 --pool gpu-spot=0:10',
    },
  ];
  static override flags = {
    ...gpuFlags,
    ...poolFlags,
    ...priceFlags,
    'no-metrics': Flags.boolean({ summary: 'Leave Prometheus out: requests only.' }),
    ...tableOutputFlags,
    ...configFlag,
    ...wholeClusterFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Gpu);
    const sources = await openAdvisorSources(flags, (text) => this.talk(text));
    const report = await analyzeGpus(sources, {
      signal: this.cancellation(),
      ...(flags.pool && { pools: flags.pool }),
      ...(flags.for && { wish: flags.for }),
      ...(flags['cloud-quota'] && { cloudQuotas: flags['cloud-quota'] }),
    });
    this.print(
      formatReport(report, flags.output, this.style, {
        text: (each, style) => gpuText(each, style, { wide: false }),
        wide: (each, style) => gpuText(each, style, { wide: true }),
        rows: gpuRows,
      }),
    );
  }
}
