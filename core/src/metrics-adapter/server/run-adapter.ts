import { setTimeout as sleep } from 'node:timers/promises';

import type { KubernetesApi, MetricsSource, SeriesSource } from '../../ports/index.ts';
import {
  type ApiGroup,
  customMetricsGroup,
  externalMetricsGroup,
  resourceMetricsGroup,
} from '../api/api-groups.ts';
import { ForecastMetrics } from '../forecasting/forecast-metrics.ts';
import type { CompiledRules } from '../rules/compile-rules.ts';
import { MetricsService, type ServiceSettings } from '../serving/metrics-service.ts';
import { UsageService } from '../usage/usage-service.ts';
import { startServer } from './adapter-server.ts';
import { createAuthenticator } from './authenticate.ts';
import { type AuthenticationConfig, readAuthenticationConfig } from './authentication-config.ts';
import { createAuthorizer } from './authorize.ts';
import { createClusterObjects } from './cluster-objects.ts';
import { createForecasts, type ForecastOptions } from './forecasts.ts';
import { Complaint, createLog, type Log } from './log.ts';
import { createOwnMetrics } from './own-metrics.ts';
import { repeat } from './repeat.ts';
import { createResponder } from './responder.ts';
import { createRouteHandler } from './route-handler.ts';
import { readServingCertificate, type ServingCertificate, type TlsFiles } from './tls-files.ts';

export interface AdapterOptions {
  readonly rules: CompiledRules;
  readonly prometheus: SeriesSource & Pick<MetricsSource, 'queryRange'>;
  readonly kubernetes: KubernetesApi;
  readonly tls: TlsFiles;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly relistMs: number;
  readonly settings: ServiceSettings;
  readonly forecasts: ForecastOptions;
  readonly maximumRequests: number;
  /** How long `stop` goes on serving while the cluster learns that it should ask elsewhere. */
  readonly drainMs: number;
  readonly version: string;
  readonly writeLog: (line: string) => void;
}

/** A serving adapter. */
export interface RunningAdapter {
  readonly port: number;
  /** No longer ready, then drained, then closed. */
  stop(): Promise<void>;
}

/** These two with rules or without: an APIService without a server behind it disturbs more than an empty list. */
const servedGroups: readonly ApiGroup[] = [customMetricsGroup, externalMetricsGroup];

/** How often certificates and authorities are looked at again. */
const rotationMs = 10_000;
/** How often answers in use are looked through for ones that are due. */
const tickMs = 500;
const closeGraceMs = 10_000;

/**
 * Starts the metrics API server. It serves as soon as it knows how the API server authenticates; whether Prometheus answers
 * is no matter of readiness, since an aggregated API that is away holds up the deletion of every namespace.
 *
 * Throws `SourceError` where the API server does not answer and `Error` for certificates that cannot be read.
 */
export async function runAdapter(options: AdapterOptions): Promise<RunningAdapter> {
  const { rules, prometheus, kubernetes, settings } = options;
  const now = Date.now;
  const log = createLog(options.writeLog, now);
  const [tls, authentication] = await Promise.all([
    readServingCertificate(options.tls),
    readAuthenticationConfig(kubernetes),
  ]);
  const state = { tls, authentication, ready: false };
  const metrics = createOwnMetrics({
    oldestAnswerMs: () => Math.max(service.oldestAnswerMs(), usage?.oldestAgeMs() ?? 0),
    forecasts: () => forecasts.kept.statuses(),
  });
  const objects = createClusterObjects(kubernetes);
  const service = new MetricsService(
    rules,
    { series: prometheus, objects, clock: { now } },
    settings,
    metrics,
  );
  const forecasts = createForecasts(options.forecasts, prometheus, { now }, log, metrics.forecasts);
  const reader = new ForecastMetrics(service, forecasts.kept, rules.forecasts, (metric, reason) =>
    metrics.forecasts.fellBack(metric, reason),
  );
  const usage =
    rules.usage &&
    new UsageService(rules.usage, {
      series: prometheus,
      clock: { now },
      settings,
      observer: metrics.prometheus,
      objects: (resource, namespace, fields) => service.objects(resource, namespace, fields),
      mapper: () => service.mapper,
    });
  const problems = new Complaint(log, 'answering');
  const respond = createResponder({
    authenticator: createAuthenticator(kubernetes, () => state.authentication, now),
    authorizer: createAuthorizer(kubernetes),
    health: (check) => {
      const ok = check === 'livez' || state.ready;
      return { ok, text: ok ? 'ok' : 'shutting down' };
    },
    handle: createRouteHandler({
      groups: usage ? [...servedGroups, resourceMetricsGroup] : servedGroups,
      usage,
      reader,
      registry: metrics.registry,
      version: options.version,
    }),
    observe: metrics.request,
    report: (_, error) => problems.failed(error),
    now,
  });
  const server = await startServer(options, tlsSettings(state), respond);
  state.ready = true;
  log.write('info', 'serving', { host: options.host, port: server.port, prometheus: prometheus.description });

  const stopping = new AbortController();
  const relisting = new Complaint(log, 'listing metrics');
  const overrides = new Complaint(log, 'an override');
  const relist = async (): Promise<void> => {
    try {
      await service.relist();
      const { custom, external } = reader.listed();
      metrics.relisted({ custom: custom.length, external: external.length }, now());
      relisting.succeeded();
      const unknown = service.unknownResources.join(', ');
      if (unknown === '') overrides.succeeded();
      else overrides.failed(new Error(`the cluster does not serve ${unknown}`));
    } catch (error) {
      metrics.relistFailed();
      relisting.failed(error);
    }
  };
  const loops = [
    repeat(
      relist,
      () => (service.isListed ? options.relistMs : Math.min(options.relistMs, 2_000)),
      stopping.signal,
    ),
    repeat(
      async () => {
        await Promise.all([service.refresh(), usage?.refresh()]);
      },
      () => tickMs,
      stopping.signal,
    ),
    repeat(
      () => forecasts.kept.work(),
      () => tickMs,
      stopping.signal,
    ),
    repeat(
      () => rotate(state, options, log, server.replaceTls),
      () => rotationMs,
      stopping.signal,
    ),
  ];
  return {
    port: server.port,
    stop: async () => {
      state.ready = false;
      log.write('info', 'shutting down');
      await sleep(options.drainMs);
      await server.close(closeGraceMs);
      stopping.abort();
      await forecasts.close();
      await Promise.all(loops);
      log.write('info', 'stopped');
    },
  };
}

interface AdapterState {
  tls: ServingCertificate;
  authentication: AuthenticationConfig;
  ready: boolean;
}

function tlsSettings({ tls, authentication }: AdapterState): { cert: string; key: string; ca: string } {
  return { cert: tls.cert, key: tls.key, ca: authentication.pem };
}

/** Takes over certificates and authorities that changed. What cannot be read is left as it was. */
async function rotate(
  state: AdapterState,
  { tls: files, kubernetes }: AdapterOptions,
  log: Log,
  replaceTls: (tls: ReturnType<typeof tlsSettings>) => void,
): Promise<void> {
  const [tls, authentication] = await Promise.allSettled([
    readServingCertificate(files),
    readAuthenticationConfig(kubernetes),
  ]);
  const newTls = tls.status === 'fulfilled' && tls.value.fingerprint !== state.tls.fingerprint;
  const newAuthorities =
    authentication.status === 'fulfilled' &&
    JSON.stringify(authentication.value) !== JSON.stringify(state.authentication);
  if (newTls) state.tls = tls.value;
  if (newAuthorities) state.authentication = authentication.value;
  if (!newTls && !newAuthorities) return;
  replaceTls(tlsSettings(state));
  log.write('info', 'took over new certificates', { serving: newTls, authorities: newAuthorities });
}
