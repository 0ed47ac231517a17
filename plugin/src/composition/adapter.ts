import { readFile } from 'node:fs/promises';

import {
  type CompiledRules,
  type ConfigProblem,
  loadCatalogue,
  loadRules,
} from '@kubectl-autoscale/core/metrics-adapter';
import { type KubernetesApi, SourceError } from '@kubectl-autoscale/core/ports';
import {
  connectApiServer,
  createKubernetesApi,
  createKubernetesSource,
} from '@kubectl-autoscale/core/sources/kubernetes';
import type { PrometheusSource } from '@kubectl-autoscale/core/sources/prometheus';

import { settlePrometheus } from '../command/settle-prometheus.ts';
import { openClusterPrometheus } from './cluster-prometheus.ts';
import { openPrometheus } from './prometheus.ts';
import type { PrometheusFlagValues } from './source-flags.ts';

export interface AdapterRules {
  /** The file, or what else they come from. */
  readonly source: string;
  readonly rules: CompiledRules;
  readonly problems: readonly ConfigProblem[];
  /** Of the values of a chart: which they are, and what of them was read. */
  readonly readAs?: string;
}

/** The rules of a file, or the catalogue. Throws SourceError where the file cannot be read. */
export async function openAdapterRules(path: string | undefined): Promise<AdapterRules> {
  if (path === undefined) return { source: 'the catalogue', rules: loadCatalogue(), problems: [] };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SourceError(
      {
        code: 'not-found',
        source: path,
        message: `cannot read ${path} (${reason})`,
        suggestions: ['check the path that --config names'],
      },
      { cause: error },
    );
  }
  const { rules, problems, readAs } = loadRules(text);
  return { source: path, rules, problems, ...(readAs !== undefined && { readAs }) };
}

export interface AdapterSources {
  readonly prometheus: PrometheusSource;
  readonly kubernetes: KubernetesApi;
}

export interface AdapterSourceFlags extends PrometheusFlagValues {
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly as?: string | undefined;
}

/** The cluster around this pod, or the kubeconfig's, and the Prometheus that the flags name or that is found in it. */
export async function openAdapterSources(
  given: AdapterSourceFlags,
  talk: (text: string) => void,
): Promise<AdapterSources> {
  const flags = settlePrometheus(given, undefined, process.env);
  const server = await connectApiServer({
    ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
    ...(flags.context === undefined ? {} : { context: flags.context }),
    ...(flags.as === undefined ? {} : { as: flags.as }),
  });
  const kubernetes = createKubernetesApi(server);
  const url = flags['prometheus-url'];
  if (url !== undefined) return { kubernetes, prometheus: openPrometheus(url, flags, process.env) };
  const prometheus = await openClusterPrometheus(
    server,
    createKubernetesSource(server),
    { service: flags['prometheus-service'], timeoutMs: flags['prometheus-timeout'] * 1000 },
    talk,
  );
  return { kubernetes, prometheus };
}
