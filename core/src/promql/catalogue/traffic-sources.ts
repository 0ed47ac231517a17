import type { WorkloadRef } from '../pod-names.ts';
import { equal, type Matcher, matching, noneOf } from '../selector.ts';
import { podMatchers } from '../workload-series.ts';

/** A latency histogram: its `_bucket` series and how many seconds one unit of `le` is. */
export interface LatencyHistogram {
  readonly buckets: string;
  readonly secondsPerUnit: number;
}

/** Something that counts a workload's requests, with the names that it writes. */
export interface TrafficSource {
  readonly name: string;
  /** For people: who writes the series, and what it counts where that is not plain. */
  readonly exporter: string;
  /** A counter of requests. */
  readonly requests?: string;
  readonly latency?: LatencyHistogram;
  /** A gauge of requests that wait for a place, not counting those being served. */
  readonly queue?: string;
  /** Which series are the workload's; several lists are alternatives (spellings of one thing). */
  readonly matchers: (workload: WorkloadRef) => readonly (readonly Matcher[])[];
}

const ofItsPods = (workload: WorkloadRef): readonly (readonly Matcher[])[] => [podMatchers(workload)];

/**
 * Where a workload's demand may be read, best first: a model server's own count knows a request from a health check; a
 * proxy in front counts what clients see; a bare `http_requests_total` may hold probes and scrapes.
 */
export const trafficSources: readonly TrafficSource[] = [
  {
    name: 'vllm',
    exporter: 'vLLM (finished requests)',
    requests: 'vllm:request_success_total',
    latency: { buckets: 'vllm:e2e_request_latency_seconds_bucket', secondsPerUnit: 1 },
    queue: 'vllm:num_requests_waiting',
    matchers: ofItsPods,
  },
  {
    name: 'sglang',
    exporter: 'SGLang (--enable-metrics)',
    requests: 'sglang:num_requests_total',
    latency: { buckets: 'sglang:e2e_request_latency_seconds_bucket', secondsPerUnit: 1 },
    queue: 'sglang:num_queue_reqs',
    matchers: ofItsPods,
  },
  {
    name: 'tgi',
    exporter: 'Hugging Face Text Generation Inference',
    requests: 'tgi_request_count',
    latency: { buckets: 'tgi_request_duration_bucket', secondsPerUnit: 1 },
    queue: 'tgi_queue_size',
    matchers: ofItsPods,
  },
  {
    name: 'triton',
    exporter: 'NVIDIA Triton (successful requests)',
    requests: 'nv_inference_request_success',
    queue: 'nv_inference_pending_request_count',
    matchers: ofItsPods,
  },
  {
    name: 'tensorflow-serving',
    exporter: 'TensorFlow Serving',
    requests: ':tensorflow:serving:request_count',
    matchers: ofItsPods,
  },
  {
    name: 'torchserve',
    exporter: 'TorchServe',
    requests: 'ts_inference_requests_total',
    matchers: ofItsPods,
  },
  {
    name: 'istio',
    exporter: 'Istio (as the receiving side reports)',
    requests: 'istio_requests_total',
    latency: { buckets: 'istio_request_duration_milliseconds_bucket', secondsPerUnit: 0.001 },
    matchers: ({ namespace, name }) => [
      [
        equal('reporter', 'destination'),
        equal('destination_workload_namespace', namespace),
        equal('destination_workload', name),
      ],
    ],
  },
  {
    name: 'linkerd',
    exporter: 'Linkerd proxy (inbound; latency to the first byte)',
    requests: 'request_total',
    latency: { buckets: 'response_latency_ms_bucket', secondsPerUnit: 0.001 },
    matchers: (workload) => [[equal('direction', 'inbound'), ...podMatchers(workload)]],
  },
  {
    name: 'envoy',
    exporter: 'Envoy sidecar (its cluster of the local application)',
    requests: 'envoy_cluster_upstream_rq_total',
    latency: { buckets: 'envoy_cluster_upstream_rq_time_bucket', secondsPerUnit: 0.001 },
    matchers: (workload) => [
      [matching('envoy_cluster_name', 'inbound.*|local_service|local_app'), ...podMatchers(workload)],
    ],
  },
  {
    name: 'ingress-nginx',
    exporter: 'ingress-nginx, for a Service of the workload’s name',
    requests: 'nginx_ingress_controller_requests',
    latency: { buckets: 'nginx_ingress_controller_request_duration_seconds_bucket', secondsPerUnit: 1 },
    matchers: ({ namespace, name }) => [
      [equal('namespace', namespace), equal('service', name), equal('exported_service', '')],
      [equal('exported_namespace', namespace), equal('exported_service', name)],
    ],
  },
  {
    name: 'grpc',
    exporter: 'go-grpc-prometheus and its kin',
    requests: 'grpc_server_handled_total',
    latency: { buckets: 'grpc_server_handling_seconds_bucket', secondsPerUnit: 1 },
    matchers: (workload) => [[noneOf('grpc_service', ['grpc.health.v1.Health']), ...podMatchers(workload)]],
  },
  {
    name: 'opentelemetry',
    exporter: 'OpenTelemetry HTTP server instrumentation',
    requests: 'http_server_request_duration_seconds_count',
    latency: { buckets: 'http_server_request_duration_seconds_bucket', secondsPerUnit: 1 },
    matchers: ofItsPods,
  },
  {
    name: 'micrometer',
    exporter: 'Micrometer (Spring Boot), without its own actuator pages',
    requests: 'http_server_requests_seconds_count',
    latency: { buckets: 'http_server_requests_seconds_bucket', secondsPerUnit: 1 },
    matchers: (workload) => [
      [{ label: 'uri', operator: '!~', value: '/actuator.*' }, ...podMatchers(workload)],
    ],
  },
  {
    name: 'http',
    exporter: 'many HTTP libraries, under the name of Prometheus’ own examples',
    requests: 'http_requests_total',
    latency: { buckets: 'http_request_duration_seconds_bucket', secondsPerUnit: 1 },
    matchers: ofItsPods,
  },
];
