import type { SourceSettings } from '@kubectl-autoscale/core/lint';
import { Errors } from '@oclif/core';

import type { PrometheusFlagValues } from '../composition/source-flags.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** What a configuration file says of sources. */
export interface ConfiguredSources extends SourceSettings {
  /** The file, for messages. */
  readonly shown: string;
  /** Named on the command line. One that was found may belong to a repository that somebody else wrote. */
  readonly isNamed: boolean;
}

/** Which Prometheus to ask, and how, with every choice made. */
export interface SettledPrometheus extends PrometheusFlagValues {
  readonly 'prometheus-timeout': number;
}

const DEFAULT_TIMEOUT_SECONDS = 10;

/**
 * Fills in what the flags leave open: flags win over the configuration, that over the environment, and that over defaults.
 * Credentials are never sent to a server that only a found configuration names.
 */
export function settlePrometheus<Flags extends PrometheusFlagValues>(
  flags: Flags,
  config: ConfiguredSources | undefined,
  env: NodeJS.ProcessEnv,
): Flags & SettledPrometheus {
  return {
    ...flags,
    ...serverOf(flags, config, env),
    'prometheus-header': [...headersOf(config), ...(flags['prometheus-header'] ?? [])],
    'prometheus-timeout':
      flags['prometheus-timeout'] ?? config?.prometheusTimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
  };
}

function serverOf(
  flags: PrometheusFlagValues,
  config: ConfiguredSources | undefined,
  env: NodeJS.ProcessEnv,
): Pick<PrometheusFlagValues, 'prometheus-url' | 'prometheus-service'> {
  const { 'prometheus-url': url, 'prometheus-service': service } = flags;
  if (url !== undefined || service !== undefined) {
    return { 'prometheus-url': url, 'prometheus-service': service };
  }
  if (config?.prometheusUrl !== undefined) {
    refuseCredentials(flags, config, env);
    return { 'prometheus-url': config.prometheusUrl, 'prometheus-service': undefined };
  }
  const configured = config?.prometheusService;
  const fromEnvironment = configured === undefined ? env.PROMETHEUS_URL || undefined : undefined;
  return { 'prometheus-url': fromEnvironment, 'prometheus-service': configured };
}

/** Those of the command line come later and win. */
function headersOf(config: ConfiguredSources | undefined): readonly string[] {
  return Object.entries(config?.prometheusHeaders ?? {}).map(([name, value]) => `${name}: ${value}`);
}

function refuseCredentials(
  flags: PrometheusFlagValues,
  { shown, isNamed, prometheusUrl }: ConfiguredSources,
  env: NodeJS.ProcessEnv,
): void {
  const credential = (
    ['prometheus-token-file', 'prometheus-username', 'prometheus-cert-file', 'prometheus-header'] as const
  ).find((flag) => flags[flag] !== undefined);
  const what = credential === undefined ? env.PROMETHEUS_TOKEN && 'PROMETHEUS_TOKEN' : `--${credential}`;
  if (isNamed || !what) return;
  throw new Errors.CLIError(
    `${what} is not sent to ${String(prometheusUrl)}, which only ${shown} names: say that you mean it with --config ${shown} or --prometheus-url`,
    { exit: EXIT_CODES.usage },
  );
}
