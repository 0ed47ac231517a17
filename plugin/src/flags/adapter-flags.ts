import { parseGoDuration, toMilliseconds } from '@kubectl-autoscale/core/units';
import { Errors, Flags } from '@oclif/core';

/** A duration as Kubernetes' own flags take it, in milliseconds. */
const duration = Flags.custom<number>({
  helpValue: 'DURATION',
  parse: (text) => {
    const parsed = parseGoDuration(text);
    if (!parsed.ok) {
      return Promise.reject(new Errors.CLIError(`${text}: ${parsed.error.message}`, { exit: 2 }));
    }
    return Promise.resolve(toMilliseconds(parsed.value));
  },
});

/** Flags of `adapter` commands that say what is served. */
export const adapterRuleFlags = {
  config: Flags.string({
    summary:
      "Rules in prometheus-adapter's format, a ConfigMap that holds them, or the values of prometheus-adapter's chart or of ours; our catalogue when left out.",
    helpValue: 'FILE',
  }),
  'metrics-max-age': duration({
    summary: 'Series without a sample for this long make no metric.',
    default: 600_000,
    defaultHelp: () => Promise.resolve('10m'),
  }),
};

/** Flags of `adapter serve`, named as prometheus-adapter's where it has them. */
export const adapterServeFlags = {
  'tls-cert-file': Flags.string({ summary: 'Serving certificate, PEM.', required: true, helpValue: 'FILE' }),
  'tls-private-key-file': Flags.string({
    summary: 'Its key, PEM. Both are read again when they change.',
    required: true,
    helpValue: 'FILE',
  }),
  'secure-port': Flags.integer({ summary: 'Port to serve HTTPS on.', default: 6443, min: 0, max: 65_535 }),
  'bind-address': Flags.string({ summary: 'Address to serve on.', default: '0.0.0.0' }),
  'metrics-relist-interval': duration({
    summary: 'How often the list of metrics is read anew.',
    default: 60_000,
    defaultHelp: () => Promise.resolve('1m'),
  }),
  'refresh-interval': duration({
    summary: 'How often the values in use are read anew: one query a rule, however many HPAs ask.',
    default: 10_000,
    defaultHelp: () => Promise.resolve('10s'),
  }),
  'stale-after': duration({
    summary: 'The oldest value that is given while Prometheus does not answer; then there is none.',
    default: 60_000,
    defaultHelp: () => Promise.resolve('1m'),
  }),
  'maximum-series': Flags.integer({ summary: 'The most series of one answer.', default: 50_000, min: 1 }),
  'maximum-forecasts': Flags.integer({
    summary: 'The most demands that are forecast; of further ones the present value is served.',
    default: 1000,
    min: 0,
  }),
  'forecast-history-directory': Flags.string({
    summary:
      'Where the past that forecasts rest on is kept over a restart; without it Prometheus is asked anew.',
    helpValue: 'DIR',
  }),
  'shutdown-delay': duration({
    summary: 'How long to go on serving after SIGTERM, until nobody asks here any more.',
    default: 5000,
    defaultHelp: () => Promise.resolve('5s'),
  }),
};
