import {
  type LatencyHistogram,
  type Matcher,
  type TrafficSource,
  trafficSources,
} from '../../promql/index.ts';
import type { AdapterConfig, DiscoveryRule, GroupResource } from '../rules/adapter-config.ts';
import { matchersText } from '../rules/metrics-query.ts';
import { forecastDefaults } from '../rules/parse-forecasts.ts';
import { usageRules } from './usage-rules.ts';

const rateWindow = '2m';
const matchers = '<<.LabelMatchers>>';
const groupBy = '<<.GroupBy>>';
const bytesPerMebibyte = 1_048_576;

const namespaceResource: GroupResource = { group: '', resource: 'namespaces' };
const podResource: GroupResource = { group: '', resource: 'pods' };
const serviceResource: GroupResource = { group: '', resource: 'services' };

/** Tokens that model servers have written, as counters. */
const tokenCounters = ['vllm:generation_tokens_total', 'sglang:generation_tokens_total'];

/**
 * The rules that are served where nobody wrote any, out of the series of model servers, HTTP libraries, DCGM and the usual
 * exporters of cloud queues, and the usage of pods and nodes out of the kubelet's. Each metric is aggregated as its meaning asks: queues, rates and bytes are summed, a p95 comes
 * from summed histograms and is never one of pods, whose average would say nothing.
 */
export function catalogueConfig(): AdapterConfig {
  const ofPods = trafficSources.flatMap(podSource);
  return {
    rules: [
      ...demandRules(ofPods).map(({ metric, series, perObject }) =>
        rule(metric, series, perObject, {
          namespace: namespaceResource,
          pod: podResource,
          service: serviceResource,
        }),
      ),
      latencyRule(ofPods, { namespace: namespaceResource, service: serviceResource }, `,${groupBy}`),
      ...gpuRules(),
    ],
    externalRules: [
      ...demandRules(ofPods).map(({ metric, series, total }) =>
        rule(metric, series, total, { namespace: namespaceResource }),
      ),
      latencyRule(ofPods, { namespace: namespaceResource }, ''),
      ...queueRules(),
    ],
    resourceRules: usageRules(),
    // What comes in, whatever the number of pods. Nothing is read before somebody asks for it.
    forecasts: ['requests_per_second', 'tokens_per_second'].map((metric) => ({
      metric,
      ...forecastDefaults,
    })),
  };
}

/** A source whose series are labelled with the pod that they are about, and its conditions beside that. */
interface PodSource extends TrafficSource {
  readonly conditions: readonly Matcher[];
}

function podSource(source: TrafficSource): readonly PodSource[] {
  const [own = []] = source.matchers({ kind: 'Pod', namespace: 'any', name: 'any' });
  if (!own.some(({ label }) => label === 'pod')) return [];
  const conditions = own.filter(({ label }) => label !== 'pod' && label !== 'namespace');
  return [{ ...source, conditions }];
}

interface DemandRule {
  readonly metric: string;
  readonly series: readonly string[];
  /** PromQL of one value an object, and of one value in all. */
  readonly perObject: string;
  readonly total: string;
}

function demandRules(sources: readonly PodSource[]): readonly DemandRule[] {
  const queues = sources.flatMap(({ queue, conditions }) =>
    queue === undefined ? [] : [{ name: queue, conditions }],
  );
  const requests = sources.flatMap(({ requests: name, conditions }) =>
    name === undefined ? [] : [{ name, conditions }],
  );
  const tokens = tokenCounters.map((name) => ({ name, conditions: [] }));
  const rate = (selected: string): string => `rate(${selected}[${rateWindow}])`;
  return [
    summed('inference_queue_depth', queues, (selected) => selected),
    summed('requests_per_second', requests, rate),
    summed('tokens_per_second', tokens, rate),
  ];
}

interface Counted {
  readonly name: string;
  readonly conditions: readonly Matcher[];
}

/** The first source that an object has counts: a server that counts its requests twice is not counted twice. */
function summed(
  metric: string,
  sources: readonly Counted[],
  vector: (selected: string) => string,
): DemandRule {
  const sums = sources.map(({ name, conditions }) => `sum(${vector(selected(name, conditions))})`);
  return {
    metric,
    series: sources.map(({ name }) => name),
    perObject: sums.map((sum) => `${sum} by (${groupBy})`).join(' or '),
    total: sums.join(' or '),
  };
}

function selected(name: string, conditions: readonly Matcher[]): string {
  const more = conditions.length === 0 ? '' : `,${matchersText(conditions)}`;
  return `${name}{${matchers}${more}}`;
}

function latencyRule(
  sources: readonly PodSource[],
  resources: Readonly<Record<string, GroupResource>>,
  grouping: string,
): DiscoveryRule {
  const histograms = sources.flatMap(({ latency, conditions }) => (latency ? [{ latency, conditions }] : []));
  const quantile = (
    { buckets, secondsPerUnit }: LatencyHistogram,
    conditions: readonly Matcher[],
  ): string => {
    const rates = `rate(${selected(buckets, conditions)}[${rateWindow}])`;
    const p95 = `histogram_quantile(0.95, sum(${rates}) by (le${grouping}))`;
    return secondsPerUnit === 1 ? p95 : `${p95} * ${secondsPerUnit}`;
  };
  const query = histograms.map(({ latency, conditions }) => quantile(latency, conditions)).join(' or ');
  const series = histograms.map(({ latency }) => latency.buckets);
  return rule('model_latency_p95', series, query, resources);
}

/**
 * GPUs by pod as DCGM's exporter tells it: percent, as it counts. Where the scrape did not honor the exporter's labels,
 * `pod` is the exporter itself and the pod meant is in `exported_pod`.
 */
function gpuRules(): readonly DiscoveryRule[] {
  return [
    { pod: 'pod', namespace: 'namespace', condition: 'pod!="",exported_pod=""' },
    { pod: 'exported_pod', namespace: 'exported_namespace', condition: 'exported_pod!=""' },
  ].flatMap(({ pod, namespace, condition }) => {
    const resources = { [namespace]: namespaceResource, [pod]: podResource };
    const of = (series: string): string => `${series}{${matchers},${condition}}`;
    const gpu = (metric: string, series: string, query: string): DiscoveryRule => ({
      ...rule(metric, [series], query, resources),
      seriesQuery: `${series}{${condition}}`,
    });
    const used = `sum(${of('DCGM_FI_DEV_FB_USED')}) by (${groupBy})`;
    const free = `sum(${of('DCGM_FI_DEV_FB_FREE')}) by (${groupBy})`;
    return [
      gpu('gpu_utilization', 'DCGM_FI_DEV_GPU_UTIL', `avg(${of('DCGM_FI_DEV_GPU_UTIL')}) by (${groupBy})`),
      gpu('gpu_memory_used_bytes', 'DCGM_FI_DEV_FB_USED', `${used} * ${bytesPerMebibyte}`),
      gpu('gpu_memory_utilization', 'DCGM_FI_DEV_FB_USED', `100 * ${used} / (${used} + ${free})`),
    ];
  });
}

/** Backlogs of cloud queues, which belong to no namespace. Of several replicas of an exporter one is counted. */
function queueRules(): readonly DiscoveryRule[] {
  const pubSub =
    'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_num_undelivered_messages';
  return [
    queueRule(
      'sqs_messages_visible',
      'aws_sqs_approximate_number_of_messages_visible_average',
      'account_id,region,dimension_QueueName',
    ),
    queueRule('pubsub_undelivered_messages', pubSub, 'project_id,subscription_id'),
  ];
}

function queueRule(metric: string, series: string, labels: string): DiscoveryRule {
  const written = rule(metric, [series], `max(${series}{${matchers}}) by (${labels})`, {});
  return { ...written, seriesQuery: series, resources: { overrides: new Map(), namespaced: false } };
}

function rule(
  metric: string,
  series: readonly string[],
  metricsQuery: string,
  resources: Readonly<Record<string, GroupResource>>,
): DiscoveryRule {
  return {
    seriesQuery: `{__name__=~"${series.join('|')}",namespace!="",pod!=""}`,
    seriesFilters: [],
    resources: { overrides: new Map(Object.entries(resources)), namespaced: true },
    name: { matches: '', as: metric },
    metricsQuery,
  };
}
