import { listMetrics, type MetricsListSources } from '@kubectl-autoscale/core/advisor';
import { Flags } from '@oclif/core';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { openCreationSources } from '../composition/creation-sources.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { creationFlags } from '../flags/creation-flags.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { metricsRows, metricsText } from '../output/metrics-text.ts';
import { progressLine } from '../output/progress-line.ts';
import { formatReport } from '../output/report-table.ts';

export default class Metrics extends AutoscaleCommand {
  static override summary =
    'The metrics that HPAs of a namespace can scale by: value, age, who serves and who uses each.';
  static override description =
    'Asks the metrics APIs as the HPA controller does (custom.metrics.k8s.io, external.metrics.k8s.io), and lists beside what is served what HPAs name and ' +
    'nobody serves, with the controller’s own reason. From a recording, values are those of its Prometheus. Nothing is changed.';
  static override examples = [
    { description: 'A namespace', command: '<%= config.bin %> metrics -n prod' },
    {
      description: 'Only what HPAs use, as JSON',
      command: '<%= config.bin %> metrics -n prod --used -o json',
    },
    {
      description: 'Without a cluster',
      command: '<%= config.bin %> metrics -n prod --recording examples/platform/recording',
    },
  ];
  static override flags = {
    used: Flags.boolean({ summary: 'Only metrics that an HPA names: fewer questions where much is served.' }),
    output: tableOutputFlags.output,
    namespace: creationFlags.namespace,
    context: clusterFlags.context,
    kubeconfig: clusterFlags.kubeconfig,
    as: clusterFlags.as,
    recording: clusterFlags.recording,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Metrics);
    const progress = progressLine(process.stderr);
    const sources = await openCreationSources(flags, undefined, (text) => this.talk(text));
    const { cluster, apis, clock, openMetrics } = sources;
    if (cluster === undefined) throw new Error('a cluster or a recording is always opened here');
    const metrics = await openMetrics();
    const from: MetricsListSources = {
      cluster,
      clock: apis === undefined ? clock : { now: Date.now },
      ...(apis === undefined ? {} : { apis }),
      ...(metrics === undefined ? {} : { metrics }),
    };
    try {
      const report = await listMetrics(from, flags.namespace ?? sources.defaultNamespace, {
        usedOnly: flags.used,
        signal: this.cancellation(),
        onProgress: (done, total) => progress.step(done, total, `asked for ${done} of ${total} metrics`),
      });
      progress.clear();
      this.print(
        formatReport(report, flags.output, this.style, {
          text: (each, { palette }) => metricsText(each, palette),
          rows: metricsRows,
        }),
      );
    } finally {
      progress.clear();
    }
  }
}
