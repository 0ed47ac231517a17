import type { NodeView } from '../../apis/node.ts';
import { type MetricsSource, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import { selector, trafficSources, userQuery } from '../../promql/index.ts';
import { formatSpan } from '../../units/index.ts';
import { attempt, checksOf, failedCheck } from './doctor-check.ts';
import type { DoctorCheck } from './doctor-report.ts';

/** Five scrapes of a minute. */
const OLDEST_SAMPLE_SECONDS = 300;
/** A sample from the future, beyond what two clocks may differ by. */
const MOST_SKEW_SECONDS = 30;

/** Whether it answers a query, and whether what it holds is of now. */
export async function checkPrometheus(
  metrics: MetricsSource,
  nowMs: number,
  options: SourceCallOptions,
): Promise<{ readonly checks: readonly DoctorCheck[]; readonly answers: boolean }> {
  const check = checksOf('Prometheus');
  // An instant query shows what is at most five minutes old, so the newest sample is looked for further back.
  const newest = userQuery('max(max_over_time(timestamp(up)[1h:1m]))');
  const asked = await attempt((each) => metrics.query(newest, nowMs, each), options);
  if ('error' in asked) {
    return asked.error.code === 'bad-query'
      ? {
          checks: [
            check('queries', 'skipped', `${metrics.description} holds the answers of its recording only`),
          ],
          answers: false,
        }
      : { checks: [failedCheck('Prometheus', 'queries', asked.error)], answers: false };
  }
  const answers = check('queries', 'ok', `${metrics.description} answers`);
  const newestSeconds = asked.value[0]?.values.at(-1);
  if (newestSeconds === undefined) {
    const none = check(
      'samples',
      'problem',
      'it has scraped nothing in the last hour',
      'look at its targets: /targets',
    );
    return { checks: [answers, none], answers: true };
  }
  const age = nowMs / 1000 - newestSeconds;
  if (age > OLDEST_SAMPLE_SECONDS) {
    const text = `its newest sample is ${formatSpan(age)} old`;
    return {
      checks: [answers, check('samples', 'problem', text, 'look at its targets: /targets')],
      answers: true,
    };
  }
  if (age < -MOST_SKEW_SECONDS) {
    const text = `its clock is ${formatSpan(-age)} ahead of this machine’s: the newest samples are missed`;
    return { checks: [answers, check('samples', 'warning', text, 'set both clocks by NTP')], answers: true };
  }
  return { checks: [answers, check('samples', 'ok', 'its newest sample is fresh')], answers: true };
}

interface Exporter {
  readonly name: string;
  readonly series: readonly string[];
  readonly loses: string;
  readonly remedy: string;
  /** Whether its absence matters here. */
  readonly isNeeded: (nodes: readonly NodeView[]) => boolean;
}

const always = (): boolean => true;

const exporters: readonly Exporter[] = [
  {
    name: 'cAdvisor (kubelet)',
    series: ['container_cpu_usage_seconds_total', 'container_memory_working_set_bytes'],
    loses: 'no usage: analyze and rightsize have nothing to go by',
    remedy: 'let Prometheus scrape the kubelets at /metrics/cadvisor',
    isNeeded: always,
  },
  {
    name: 'kube-state-metrics',
    series: ['kube_deployment_spec_replicas', 'kube_pod_owner'],
    loses: 'no history of replicas: explain cannot replay, and pods that are gone belong to nobody',
    remedy: 'install kube-state-metrics and let Prometheus scrape it',
    isNeeded: always,
  },
  {
    name: 'node exporter',
    series: ['node_cpu_seconds_total'],
    loses: 'usage of nodes is known from their cgroups only',
    remedy: 'install node_exporter, if usage outside of pods matters',
    isNeeded: always,
  },
  {
    name: 'DCGM exporter',
    series: ['DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE'],
    loses: 'utilization of GPUs is not known',
    remedy: 'install the DCGM exporter with pod attribution (part of the GPU operator)',
    isNeeded: (nodes) => nodes.some(({ capacity }) => 'nvidia.com/gpu' in capacity),
  },
  {
    name: 'requests',
    series: [...new Set(trafficSources.flatMap(({ requests }) => requests ?? []))],
    loses: 'no count of requests is known by name: demand is CPU, or what --metric names',
    remedy: 'let Prometheus scrape your servers or mesh; the names that are known are in docs/METRICS.md',
    isNeeded: always,
  },
];

/** Which series that our queries read are there, and how old their newest sample is. */
export async function checkExporters(
  metrics: MetricsSource,
  nodes: readonly NodeView[],
  nowMs: number,
  options: SourceCallOptions,
): Promise<readonly DoctorCheck[]> {
  const check = checksOf('exporters');
  return Promise.all(
    exporters.map(async ({ name, series, loses, remedy, isNeeded }) => {
      try {
        const found = await countSeries(metrics, series, nowMs, options);
        const present = found.filter(({ count }) => count > 0);
        if (present.length > 0) {
          const texts = present.slice(0, 3).map(({ metric, count }) => `${metric} (${count} series)`);
          return check(name, 'ok', texts.join(', '));
        }
        return isNeeded(nodes)
          ? check(name, 'warning', loses, remedy)
          : check(name, 'ok', 'not there, and not needed: no node has a GPU');
      } catch (error) {
        if (error instanceof SourceError && error.code !== 'cancelled') {
          return failedCheck('exporters', name, error);
        }
        throw error;
      }
    }),
  );
}

async function countSeries(
  metrics: MetricsSource,
  names: readonly string[],
  nowMs: number,
  options: SourceCallOptions,
): Promise<readonly { readonly metric: string; readonly count: number }[]> {
  const any = names.map((name) => `count by (__name__) (${selector(name)})`).join(' or ');
  const series = await metrics.query(userQuery(any), nowMs, options);
  return names.map((metric) => ({
    metric,
    count: series.find(({ labels }) => labels.__name__ === metric)?.values.at(-1) ?? 0,
  }));
}
