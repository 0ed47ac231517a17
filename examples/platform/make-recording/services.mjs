import { readTrace } from './traces.mjs';

/** The recording ends here: a Thursday morning while traffic rises. */
export const END_MS = Date.parse('2026-11-19T10:00:00Z');
const DAY = 86_400_000;

// The ServeGen traces begin on a Monday at 00:00; keep weekdays and hours.
const servegenStart = Date.parse('2026-11-09T00:00:00Z');

/**
 * The service model. Requests come from the traces; everything else is derived:
 * CPU of a pod = idle + its requests/s × coresPerRequest, up to maxCores; in flight = requests/s × latency (Little's law);
 * replicas follow a plain "in flight or CPU over target" rule with the lag of real pods.
 */
export const SERVICES = [
  {
    name: 'llm-chat',
    trace: readTrace('servegen_language-m-large_10min.csv', { startMs: servegenStart }),
    server: 'vllm',
    container: {
      name: 'vllm',
      idleCores: 0.35,
      coresPerRequest: 0.042,
      maxCores: 3.6,
      memoryGi: 6.9,
      memoryGrowthGi: 0.5,
    },
    sidecar: {
      name: 'metrics-proxy',
      idleCores: 0.01,
      coresPerRequest: 0.0009,
      memoryGi: 0.06,
      memoryGrowthGi: 0.01,
    },
    latencySeconds: 0.52,
    gpuShareAt: 30,
    gpuShare: 0.62,
    // vLLM takes 90 % of the GPU for its cache at start.
    gpuMemoryMebibytes: 20_480,
    replicas: { rule: 'in-flight', target: 16, min: 2, max: 16 },
    pool: 'gpu-spot',
    startupMs: 210_000,
  },
  {
    name: 'embed',
    trace: readTrace('servegen_language-m-small_10min.csv', { startMs: servegenStart }),
    server: 'http',
    container: {
      name: 'server',
      idleCores: 0.08,
      coresPerRequest: 0.0052,
      memoryGi: 1.7,
      memoryGrowthGi: 0.25,
    },
    latencySeconds: 0.021,
    replicas: { rule: 'cpu', target: 1.2, min: 3, max: 12 },
    pool: 'cpu-spot',
    startupMs: 60_000,
  },
  {
    name: 'rerank',
    trace: readTrace('servegen_language-m-mid_10min.csv', { startMs: servegenStart }),
    server: 'http',
    container: {
      name: 'server',
      idleCores: 0.06,
      coresPerRequest: 0.0031,
      memoryGi: 2.6,
      memoryGrowthGi: 0.4,
    },
    latencySeconds: 0.012,
    replicas: { rule: 'fixed', count: 6 },
    pool: 'cpu-on-demand',
    startupMs: 60_000,
  },
  {
    name: 'image-caption',
    trace: readTrace('servegen_multimodal-mm-image_10min.csv', { startMs: END_MS - DAY + 600_000 }),
    server: 'triton',
    container: { name: 'triton', idleCores: 0.2, coresPerRequest: 0.11, memoryGi: 3.8, memoryGrowthGi: 0.3 },
    latencySeconds: 0.31,
    gpuShareAt: 8,
    gpuShare: 0.55,
    gpuMemoryMebibytes: 4_300,
    replicas: { rule: 'fixed', count: 2 },
    pool: 'gpu-on-demand',
    startupMs: 180_000,
  },
  {
    name: 'llm-code',
    trace: readTrace('azure_llm2023_code_10s.csv', { perSeconds: 10, startMs: END_MS - 343 * 10_000 }),
    server: 'vllm',
    container: { name: 'vllm', idleCores: 0.3, coresPerRequest: 0.05, memoryGi: 6.1, memoryGrowthGi: 0.2 },
    sidecar: {
      name: 'log-tail',
      idleCores: 0.006,
      coresPerRequest: 0.0004,
      memoryGi: 0.03,
      memoryGrowthGi: 0.005,
    },
    latencySeconds: 0.6,
    gpuShareAt: 25,
    gpuShare: 0.6,
    gpuMemoryMebibytes: 20_480,
    replicas: { rule: 'fixed', count: 1 },
    pool: 'gpu-spot',
    startupMs: 210_000,
  },
];

/** The gateway sees every request of the others. */
export const GATEWAY = {
  name: 'gateway',
  trace: {
    startMs: servegenStart,
    endMs: END_MS,
    rate: (ms) => SERVICES.reduce((sum, service) => sum + (service.trace.rate(ms) ?? 0), 0),
  },
  server: 'http',
  container: {
    name: 'envoy',
    idleCores: 0.03,
    coresPerRequest: 0.00055,
    memoryGi: 0.31,
    memoryGrowthGi: 0.05,
  },
  latencySeconds: 0.004,
  replicas: { rule: 'cpu', target: 0.7, min: 2, max: 10 },
  pool: 'cpu-on-demand',
  startupMs: 30_000,
};

export const POOLS = {
  'gpu-spot': {
    instanceType: 'g5.xlarge',
    capacityType: 'spot',
    podsPerNode: 1,
    cpu: '4',
    allocatableCpu: '3920m',
    memory: '16384Mi',
    allocatableMemory: '14162Mi',
    gpu: 'NVIDIA-A10G',
  },
  'gpu-on-demand': {
    instanceType: 'g4dn.xlarge',
    capacityType: 'on-demand',
    podsPerNode: 1,
    cpu: '4',
    allocatableCpu: '3920m',
    memory: '16384Mi',
    allocatableMemory: '14481Mi',
    gpu: 'Tesla-T4',
  },
  'cpu-spot': {
    instanceType: 'm6i.2xlarge',
    capacityType: 'spot',
    podsPerNode: 3,
    cpu: '8',
    allocatableCpu: '7910m',
    memory: '32768Mi',
    allocatableMemory: '29317Mi',
  },
  'cpu-on-demand': {
    instanceType: 'm6i.2xlarge',
    capacityType: 'on-demand',
    podsPerNode: 2,
    cpu: '8',
    allocatableCpu: '7910m',
    memory: '32768Mi',
    allocatableMemory: '29317Mi',
  },
};
