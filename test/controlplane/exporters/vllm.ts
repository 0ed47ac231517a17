import type { SampleSeries } from '../open-metrics.ts';
import { counter, gauge, type HistoryWindow, scrapeTimes, type ValueAt } from './history.ts';

// Names and labels: vllm-project/vllm vllm/v1/metrics/loggers.py, PrometheusStatLogger (labels model_name and engine;
// the Python client adds _total to counters; vllm:gpu_cache_usage_perc is the name before 0.9 of
// vllm:kv_cache_usage_perc and is still written beside it). pod and namespace come from a PodMonitor.

/** One vLLM server over time. */
export interface VllmHistory {
  readonly namespace: string;
  readonly pod: string;
  readonly modelName: string;
  readonly running: ValueAt;
  readonly waiting: ValueAt;
  /** 0 to 1, whatever "perc" in the metric's name suggests. */
  readonly kvCacheUsage: ValueAt;
  readonly requestsPerSecond: ValueAt;
  readonly generationTokensPerSecond: ValueAt;
  readonly timeToFirstTokenSeconds: number;
}

// A part of the buckets that vLLM declares for vllm:time_to_first_token_seconds.
const firstTokenBuckets = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 40, 160, Infinity];

/** What a vLLM server's /metrics shows. */
export function vllmSeries(history: VllmHistory, window: HistoryWindow): readonly SampleSeries[] {
  const times = scrapeTimes(window);
  const labels = {
    container: 'vllm',
    endpoint: 'http',
    engine: '0',
    instance: '10.244.5.6:8000',
    job: `${history.namespace}/vllm`,
    model_name: history.modelName,
    namespace: history.namespace,
    pod: history.pod,
  };
  const { timeToFirstTokenSeconds, requestsPerSecond } = history;
  const bucketText = (bound: number): string =>
    bound === Infinity ? '+Inf' : bound.toFixed(bound % 1 === 0 ? 1 : 3);
  return [
    gauge('vllm:num_requests_running', labels, times, history.running),
    gauge('vllm:num_requests_waiting', labels, times, history.waiting),
    gauge('vllm:kv_cache_usage_perc', labels, times, history.kvCacheUsage),
    gauge('vllm:gpu_cache_usage_perc', labels, times, history.kvCacheUsage),
    counter('vllm:generation_tokens_total', labels, times, history.generationTokensPerSecond),
    counter('vllm:request_success_total', { ...labels, finished_reason: 'stop' }, times, requestsPerSecond),
    ...firstTokenBuckets.map((bound) =>
      counter(
        'vllm:time_to_first_token_seconds_bucket',
        { ...labels, le: bucketText(bound) },
        times,
        (time) => (bound >= timeToFirstTokenSeconds ? requestsPerSecond(time) : 0),
      ),
    ),
    counter('vllm:time_to_first_token_seconds_count', labels, times, requestsPerSecond),
    counter(
      'vllm:time_to_first_token_seconds_sum',
      labels,
      times,
      (time) => requestsPerSecond(time) * timeToFirstTokenSeconds,
    ),
  ];
}
