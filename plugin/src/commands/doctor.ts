import {
  checkPrices,
  checksOf,
  type DoctorCheck,
  doctorReport,
  failedCheck,
  type UnreadNodes,
} from '@kubectl-autoscale/core/advisor';
import type { NodeView } from '@kubectl-autoscale/core/apis';

import { AutoscaleCommand } from '../command/autoscale-command.ts';
import { ConfigurationError } from '../command/configuration-error.ts';
import { EXIT_CODES } from '../command/exit-codes.ts';
import { openSettledPrices } from '../composition/advisor-sources.ts';
import { checkCluster } from '../composition/cluster-checks.ts';
import { checkConfiguration, checkProgram } from '../composition/local-checks.ts';
import { oneNamespaceFlags } from '../flags/cluster-flags.ts';
import { configFlag } from '../flags/config-flag.ts';
import { tableOutputFlags } from '../flags/output-flags.ts';
import { priceFlags } from '../flags/price-flags.ts';
import { prometheusFlags } from '../flags/prometheus-flags.ts';
import { doctorRows, doctorText } from '../output/doctor-text.ts';
import { progressLine } from '../output/progress-line.ts';
import { formatReport } from '../output/report-table.ts';

export default class Doctor extends AutoscaleCommand {
  static override summary = 'Try all that commands rely on, and say what to do where it does not work.';
  static override description =
    'Looks at this program and kubectl, the configuration, the kubeconfig, the API server, the rights that commands use (by access reviews: nothing is ' +
    'tried out), the metrics APIs, Prometheus and the exporters behind it, the prices, and the versions of what is installed. Nothing is changed.\n\n' +
    'Exit codes: 0 no problem (there may be warnings), 2 the configuration cannot be used, 3 something that commands need does not work.';
  static override examples = [
    { description: 'The current context', command: '<%= config.bin %> doctor' },
    {
      description: 'What a service account may do',
      command: '<%= config.bin %> doctor -n prod --as system:serviceaccount:ops:autoscale-report',
    },
    {
      description: 'Only what is wrong',
      command: '<%= config.bin %> doctor -o json | jq \'.checks[] | select(.state != "ok")\'',
    },
  ];
  static override flags = {
    ...tableOutputFlags,
    ...priceFlags,
    ...configFlag,
    ...oneNamespaceFlags,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    const progress = progressLine(process.stderr);
    progress.show('trying the cluster, Prometheus and the rest', true);
    const options = { signal: this.cancellation() };
    const [program, configuration, { checks, nodes, nowMs }] = await Promise.all([
      checkProgram(this.config.version, process.env),
      checkConfiguration(flags.config),
      checkCluster(flags, options),
    ]).finally(() => progress.clear());
    const prices = await priceChecks(flags, nodes, nowMs);
    const report = doctorReport([...program, ...configuration, ...checks, ...prices], nowMs);
    this.print(formatReport(report, flags.output, this.style, { text: doctorText, rows: doctorRows }));
    if (configuration.some(({ state }) => state === 'problem')) this.exit(EXIT_CODES.usage);
    if (report.summary.problem > 0) this.exit(EXIT_CODES.source);
  }
}

async function priceChecks(
  flags: { readonly prices?: string | undefined; readonly config?: string | undefined },
  nodes: readonly NodeView[] | UnreadNodes,
  nowMs: number,
): Promise<readonly DoctorCheck[]> {
  try {
    const book = await openSettledPrices(flags);
    return book === undefined
      ? [checksOf('prices')('book', 'skipped', 'none is wanted')]
      : checkPrices(book, nodes, nowMs);
  } catch (error) {
    // What is wrong with the configuration is said under its own name.
    if (error instanceof ConfigurationError) return [];
    return [failedCheck('prices', 'book', error)];
  }
}
