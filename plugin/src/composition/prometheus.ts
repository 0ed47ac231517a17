import { readFileSync } from 'node:fs';

import { SourceError } from '@kubectl-autoscale/core/ports';
import { connectPrometheus, type PrometheusSource } from '@kubectl-autoscale/core/sources/prometheus';

import type { SettledPrometheus } from '../command/settle-prometheus.ts';

/** The Prometheus that the flags name. Secrets come from files and from the environment. */
export function openPrometheus(
  url: string,
  flags: SettledPrometheus,
  env: NodeJS.ProcessEnv,
): PrometheusSource {
  const token = env.PROMETHEUS_TOKEN;
  const tokenFile = flags['prometheus-token-file'];
  const username = flags['prometheus-username'];
  const tls = {
    ...fileAs('ca', flags['prometheus-ca-file']),
    ...fileAs('certificate', flags['prometheus-cert-file']),
    ...fileAs('key', flags['prometheus-key-file']),
  };
  return connectPrometheus({
    url,
    timeoutMs: flags['prometheus-timeout'] * 1000,
    headers: headersOf(flags['prometheus-header'] ?? []),
    ...(token === undefined || token === '' ? {} : { token }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(username === undefined ? {} : { basic: { username, password: env.PROMETHEUS_PASSWORD ?? '' } }),
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  });
}

function fileAs<Name extends string>(name: Name, path: string | undefined): Partial<Record<Name, string>> {
  if (path === undefined) return {};
  try {
    return { [name]: readFileSync(path, 'utf8') } as Record<Name, string>;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SourceError(
      {
        code: 'not-found',
        source: path,
        message: `cannot read ${path} (${reason})`,
        suggestions: ['check the path that the --prometheus-…-file flag names'],
      },
      { cause: error },
    );
  }
}

function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}
