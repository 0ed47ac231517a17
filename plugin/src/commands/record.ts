import {
  analyzeNamespace,
  explainAll,
  readForNodes,
  readSurroundingObjects,
} from '@kubectl-autoscale/core/advisor';
import { Flags } from '@oclif/core';

import { analysisOptions } from '../command/analysis-options.ts';
import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { openAdvisorSources } from '../composition/advisor-sources.ts';
import { askedNamespace } from '../composition/asked-namespace.ts';
import { startRecording } from '../composition/start-recording.ts';
import { clusterFlags } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { forecastFlags } from '../flags/forecast-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { progressLine } from '../output/progress-line.ts';

/** So far back `explain --since` answers from a recording with the controller's own steps. */
const EXPLAINED_MS = 3_600_000;

export default class Record extends AutoscaleCommand {
  static override summary =
    'Record a cluster and its metrics into a folder, for offline use and for bug reports.';
  static override description =
    'Analyzes the namespace, explains its HPAs (one hour back) and VPAs, and writes down every answer that it got from the API server ' +
    'and from Prometheus. Secrets are never ' +
    'read; environment values, ConfigMaps other than those of Cluster Autoscaler and what looks like a credential are ' +
    'never written. Look at the folder before you share it all the same.';
  static override examples = [
    { description: 'One namespace', command: '<%= config.bin %> record -n prod --out prod-recording' },
    { description: 'Use it', command: '<%= config.bin %> analyze --recording prod-recording -n prod' },
  ];
  static override flags = {
    out: Flags.string({
      summary: 'Folder to write; an older recording there is replaced.',
      helpValue: 'DIR',
      required: true,
    }),
    ...forecastFlags,
    ...configFlag,
    ...clusterFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Record);
    const progress = progressLine(process.stderr);
    const sources = await openAdvisorSources({ ...flags, prices: 'none' }, (text) => this.talk(text));
    const recording = startRecording(sources);
    const namespace = askedNamespace(flags, sources.cluster);
    const signal = this.cancellation();
    try {
      const { items } = await analyzeNamespace(recording.sources, namespace, {
        ...analysisOptions(flags),
        signal,
        onProgress: (done, total, next) =>
          progress.step(done, total, `recording ${done + 1} of ${total}  ${next}`),
      });
      progress.show('recording what explains its HPAs and VPAs', true);
      const unread = [
        ...(await explainAll(recording.sources, namespace, { signal, sinceMs: EXPLAINED_MS })),
        ...(await readSurroundingObjects(recording.sources.cluster, namespace, { signal })),
        ...(await readForNodes(recording.sources, namespace === undefined, { signal })),
      ];
      const { objects, questions } = await recording.write(flags.out);
      progress.clear();
      unread.forEach((what) => this.talk(`not recorded: ${what}`));
      this.log(`${flags.out}: ${items.length} workloads, ${objects} objects, ${questions} metric answers`);
    } finally {
      progress.clear();
    }
  }
}
