import { createWriteStream } from 'node:fs';

import { nodeSeries } from './node-series.mjs';
import { STEP_MS } from './simulate.mjs';

const STEP_SECONDS = STEP_MS / 1000;
/** CPU and memory are kept for the last days only; request rates for all of the trace. */
const RESOURCE_DAYS = 8;
const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/**
 * Writes what Prometheus would have scraped from cAdvisor, kube-state-metrics, the DCGM exporter and the servers
 * themselves, with their label sets, as OpenMetrics text for `promtool tsdb create-blocks-from openmetrics`.
 */
export async function writeOpenMetrics(path, runs, endMs, nodeOfPod) {
  const out = createWriteStream(path);
  const families = new Map();
  const family = (name, type) => {
    if (!families.has(name)) families.set(name, { type, lines: [] });
    return families.get(name).lines;
  };
  for (const run of runs) {
    replicas(run, family);
    for (const pod of run.pods) podSeries(run.service, pod, { endMs, nodeOfPod }, family);
  }
  nodeSeries(runs, { endMs, nodeOfPod, gauge, counter, labels }, family);
  for (const [name, { type, lines }] of families) {
    // OpenMetrics names a counter's family without `_total`.
    const metric = type === 'counter' ? name.replace(/_total$/, '') : name;
    await write(out, `# TYPE ${type === 'histogram' ? name.replace(/_bucket$/, '') : metric} ${type}\n`);
    for (const line of lines) await write(out, line);
  }
  await write(out, '# EOF\n');
  await new Promise((resolve) => out.end(resolve));
}

function write(out, text) {
  return out.write(text) ? undefined : new Promise((resolve) => out.once('drain', resolve));
}

function labels(pairs) {
  return `{${Object.entries(pairs)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;
}

function replicas({ service, steps }, family) {
  const set = labels({ namespace: 'prod', deployment: service.name });
  for (const [name, key] of [
    ['kube_deployment_spec_replicas', 'spec'],
    ['kube_deployment_status_replicas_ready', 'ready'],
  ]) {
    const lines = family(name, 'gauge');
    for (const step of steps) lines.push(`${name}${set} ${step[key]} ${step.ms / 1000}\n`);
  }
}

function podSeries(service, pod, { endMs, nodeOfPod }, family) {
  const resourcesSince = endMs - RESOURCE_DAYS * 86_400_000;
  const recent = pod.samples.filter((sample) => sample.ms >= resourcesSince);
  for (const container of [service.container, service.sidecar].filter(Boolean)) {
    const set = labels({
      namespace: 'prod',
      pod: pod.name,
      container: container.name,
      image: `${container.name}:1`,
      job: 'kubelet',
      metrics_path: '/metrics/cadvisor',
    });
    counter(
      'container_cpu_usage_seconds_total',
      set,
      recent,
      (sample) => sample.cores[container.name] * STEP_SECONDS,
      family,
    );
    gauge(
      'container_memory_working_set_bytes',
      set,
      recent,
      (sample) => sample.memory[container.name],
      family,
    );
  }
  const own = { namespace: 'prod', pod: pod.name };
  if (service.server === 'vllm') {
    const model = { ...own, container: 'vllm', model_name: service.name };
    counter(
      'vllm:request_success_total',
      labels({ ...model, finished_reason: 'stop' }),
      pod.samples,
      (sample) => sample.rps * STEP_SECONDS,
      family,
    );
    gauge('vllm:num_requests_running', labels(model), recent, (sample) => sample.running, family);
  } else if (service.server === 'triton') {
    counter(
      'nv_inference_request_success',
      labels({ ...own, container: 'triton', model: service.name, version: '1' }),
      pod.samples,
      (sample) => sample.rps * STEP_SECONDS,
      family,
    );
  } else {
    counter(
      'http_requests_total',
      labels({ ...own, container: service.container.name, code: '200', method: 'POST' }),
      pod.samples,
      (sample) => sample.rps * STEP_SECONDS,
      family,
    );
  }
  if (service.name === 'gateway') latency(service, pod, recent, family);
  if (service.gpuShare !== undefined) {
    const set = labels({
      exported_namespace: 'prod',
      exported_pod: pod.name,
      exported_container: service.container.name,
      gpu: '0',
      ...(nodeOfPod.has(pod.name) && { Hostname: nodeOfPod.get(pod.name).name }),
      modelName: service.pool === 'gpu-spot' ? 'NVIDIA A10G' : 'Tesla T4',
      namespace: 'gpu-operator',
      pod: 'nvidia-dcgm-exporter-x7k2p',
    });
    gauge('DCGM_FI_DEV_GPU_UTIL', set, recent, (sample) => Math.round(sample.gpu * 100), family);
    gauge('DCGM_FI_DEV_FB_USED', set, recent.slice(-30), () => service.gpuMemoryMebibytes, family);
  }
}

function gauge(name, set, samples, valueOf, family) {
  const lines = family(name, 'gauge');
  for (const sample of samples) lines.push(`${name}${set} ${valueOf(sample)} ${sample.ms / 1000}\n`);
}

function counter(name, set, samples, increaseOf, family) {
  const lines = family(name, name.endsWith('_total') ? 'counter' : 'gauge');
  let total = 0;
  for (const sample of samples) {
    total += increaseOf(sample);
    lines.push(`${name}${set} ${round(total)} ${sample.ms / 1000}\n`);
  }
}

/** Latencies follow an exponential distribution around the service's mean. */
function latency(service, pod, samples, family) {
  const lines = family('http_request_duration_seconds_bucket', 'unknown');
  for (const bound of [...LATENCY_BUCKETS, Infinity]) {
    const set = labels({
      namespace: 'prod',
      pod: pod.name,
      container: service.container.name,
      le: bound === Infinity ? '+Inf' : String(bound),
    });
    const share = bound === Infinity ? 1 : 1 - Math.exp(-bound / service.latencySeconds);
    let total = 0;
    for (const sample of samples) {
      total += sample.rps * STEP_SECONDS * share;
      lines.push(`http_request_duration_seconds_bucket${set} ${round(total)} ${sample.ms / 1000}\n`);
    }
  }
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
