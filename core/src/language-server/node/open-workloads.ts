import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type AdvisorSources, analyzeWorkloads } from '../../advisor/index.ts';
import type { WorkloadRef } from '../../apis/workload-ref.ts';
import type { PriceBook } from '../../cost/index.ts';
import {
  type ClusterSource,
  type MetricsApis,
  type ServedMetricNames,
  SourceError,
} from '../../ports/index.ts';
import { diskFiles } from '../../sources/files/index.ts';
import { bundledPriceSource, filePriceSource } from '../../sources/pricing/index.ts';
import { openRecording } from '../../sources/recording/index.ts';
import type { WorkloadSource, WorkloadSourceRequest } from '../adapters.ts';
import type { LiveSources } from './live-sources.ts';
import { SimulatedHpas } from './simulated-hpas.ts';

/** Opens what the settings name: a recording, or a cluster with its Prometheus. Throws `SourceError`. */
export async function openWorkloads(request: WorkloadSourceRequest): Promise<WorkloadSource> {
  const isRecorded = request.data.source === 'recording';
  const [{ metricsApis, ...sources }, prices] = await Promise.all([
    isRecorded ? openRecorded(request) : openLive(request),
    openPrices(request),
  ]);
  const all = { ...sources, ...(prices === undefined ? {} : { prices }) };
  const { horizonMinutes, interval } = request.forecast;
  const hpas = new SimulatedHpas(all, interval / 100);
  return {
    description: sources.cluster.description,
    defaultNamespace: sources.cluster.defaultNamespace,
    isRecorded,
    clock: sources.clock,
    report: async (namespace, refs, onReport, signal) => {
      const present = await existing(sources.cluster, namespace, refs, signal);
      const options = { horizonMs: horizonMinutes * 60_000, coverage: interval / 100, onReport, signal };
      const analyze = (some: readonly WorkloadRef[]) => analyzeWorkloads(all, namespace, some, options);
      if (isRecorded) {
        for (const ref of present) await analyze([ref]).catch(nothingIfNotAsked);
      } else if (present.length > 0) {
        await analyze(present);
      }
    },
    whatIf: (question, signal) => hpas.whatIf(question, signal),
    ...(metricsApis ? { servedMetrics: (signal: AbortSignal) => servedMetrics(metricsApis(), signal) } : {}),
    close: () => undefined,
  };
}

/** Names only; an API that nobody registered serves nothing. */
async function servedMetrics(apis: MetricsApis, signal: AbortSignal): Promise<ServedMetricNames> {
  const [custom, external] = await Promise.all([
    apis.customMetrics({ signal }),
    apis.externalMetrics({ signal }),
  ]);
  return { custom: custom ?? [], external: external ?? [] };
}

async function openRecorded({
  folderUri,
  data,
}: WorkloadSourceRequest): Promise<AdvisorSources & Partial<LiveSources>> {
  if (data.recording === '') throw unset('recording', 'the folder of a recording');
  return openRecording(pathIn(folderUri, data.recording));
}

/** Loaded only here: the cluster client is large, and a recording does not need it. */
async function openLive(request: WorkloadSourceRequest): Promise<LiveSources> {
  if (request.data.source === 'prometheus' && request.data.prometheusUrl === '') {
    throw unset('prometheusUrl', 'the URL of Prometheus');
  }
  const { openLiveSources } = await import('./live-sources.ts');
  return openLiveSources(request, pathIn);
}

async function openPrices({ folderUri, prices }: WorkloadSourceRequest): Promise<PriceBook | undefined> {
  if (prices === 'none' || prices === '') return undefined;
  if (/\.(ya?ml|json)$/.test(prices)) {
    return filePriceSource(diskFiles('/'), pathIn(folderUri, prices)).load();
  }
  const [provider = '', region] = prices.split('/');
  return bundledPriceSource(provider, region).load();
}

/** A workload that is only in the manifests so far is nothing to complain about. */
async function existing(
  cluster: ClusterSource,
  namespace: string,
  refs: readonly WorkloadRef[],
  signal: AbortSignal,
): Promise<readonly WorkloadRef[]> {
  const found = await Promise.all(refs.map((ref) => cluster.get({ ...ref, namespace }, { signal })));
  return refs.filter((_, index) => found[index] !== undefined);
}

/** A recording holds what was asked while it was made: of other workloads it knows nothing, which is no failure. */
function nothingIfNotAsked(error: unknown): void {
  if (!(error instanceof SourceError) || error.code !== 'bad-query') throw error;
}

/** A path of a setting: absolute, from the home folder (`~/`), or from the workspace folder. */
function pathIn(folderUri: string, path: string): string {
  if (path.startsWith('~/')) return resolve(homedir(), path.slice(2));
  return resolve(folderUri.startsWith('file:') ? fileURLToPath(folderUri) : '.', path);
}

function unset(setting: string, what: string): SourceError {
  return new SourceError({
    code: 'bad-query',
    source: 'settings',
    message: `the setting kubectlAutoscale.data.${setting} is empty`,
    suggestions: [`set it to ${what}`],
  });
}
