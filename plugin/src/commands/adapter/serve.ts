import { runAdapter } from '@kubectl-autoscale/core/metrics-adapter';

import { AutoscaleCommand } from '../../command/autoscale-command.ts';
import { EXIT_CODES } from '../../command/exit-codes.ts';
import { openAdapterRules, openAdapterSources } from '../../composition/adapter.ts';
import { openForecaster } from '../../composition/forecaster.ts';
import { adapterRuleFlags, adapterServeFlags } from '../../flags/adapter-flags.ts';
import { clusterFlags } from '../../flags/cluster-flags.ts';
import { prometheusFlags } from '../../flags/prometheus-flags.ts';
import { configProblemsText } from '../../output/adapter-text.ts';

export default class AdapterServe extends AutoscaleCommand {
  static override summary = 'Serve custom and external metrics out of Prometheus to the HPA.';
  static override description =
    'Runs an aggregated API server for custom.metrics.k8s.io and external.metrics.k8s.io, until SIGTERM. Takes prometheus-adapter’s ' +
    'rules unchanged. It is meant to run in the cluster (docs/adapter.md).';
  static override examples = [
    {
      description: 'As a container of the Helm chart runs it',
      command:
        '<%= config.bin %> adapter serve --config /etc/adapter/config.yaml --prometheus-url http://prometheus.monitoring:9090 ' +
        '--tls-cert-file /tls/tls.crt --tls-private-key-file /tls/tls.key',
    },
  ];
  static override flags = {
    ...adapterRuleFlags,
    ...adapterServeFlags,
    context: clusterFlags.context,
    kubeconfig: clusterFlags.kubeconfig,
    as: clusterFlags.as,
    ...prometheusFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(AdapterServe);
    if (flags['stale-after'] < flags['refresh-interval']) {
      this.usageError('--stale-after must not be shorter than --refresh-interval');
    }
    const { source, rules, problems } = await openAdapterRules(flags.config);
    process.stderr.write(configProblemsText(source, problems));
    if (problems.some(({ severity }) => severity === 'error')) this.exit(EXIT_CODES.usage);
    const historyDirectory = flags['forecast-history-directory'];
    const adapter = await runAdapter({
      rules,
      ...(await openAdapterSources(flags, (text) => this.talk(text))),
      tls: { certificateFile: flags['tls-cert-file'], keyFile: flags['tls-private-key-file'] },
      host: flags['bind-address'],
      port: flags['secure-port'],
      relistMs: flags['metrics-relist-interval'],
      settings: {
        refreshMs: flags['refresh-interval'],
        staleMs: flags['stale-after'],
        idleMs: Math.max(60_000, 3 * flags['refresh-interval']),
        maximumEntries: 5000,
        seriesMaxAgeMs: flags['metrics-max-age'],
        maximumSeries: flags['maximum-series'],
      },
      forecasts: {
        // One thread: what is left of the machine answers requests.
        forecaster: openForecaster(new URL('../../entry/forecaster-thread.js', import.meta.url), 1),
        maximum: flags['maximum-forecasts'],
        ...(historyDirectory !== undefined && { historyDirectory }),
      },
      maximumRequests: 400,
      drainMs: flags['shutdown-delay'],
      version: this.config.version,
      writeLog: (line) => void process.stderr.write(`${line}\n`),
    });
    await endSignal();
    await adapter.stop();
  }
}

function endSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}
