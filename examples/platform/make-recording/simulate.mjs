import { around, generatedName, seededRandom } from './random.mjs';
import { END_MS } from './services.mjs';

export const STEP_MS = 120_000;

/**
 * Runs one service over its trace. Answers, for each step, the total request rate and the ready replicas, and for each
 * pod that ever lived its name, its life and a sample a step: `{ rps, cores: {container: n}, memory: {container: bytes} }`.
 */
export function simulate(service, seed) {
  const random = seededRandom(seed);
  const template = generatedName(random, 10);
  const pods = [];
  const alive = [];
  const steps = [];
  const recent = [];
  const start = Math.ceil(service.trace.startMs / STEP_MS) * STEP_MS;
  const initial = service.replicas.count ?? service.replicas.min;

  const birth = (ms, readyMs) => {
    const pod = {
      name: `${service.name}-${template}-${generatedName(random, 5)}`,
      bornMs: ms,
      readyMs,
      samples: [],
      skew: around(random, 0.04),
    };
    pods.push(pod);
    alive.push(pod);
  };
  for (let i = 0; i < initial; i += 1) birth(start, start);

  for (let ms = start; ms <= END_MS; ms += STEP_MS) {
    const rate = service.trace.rate(ms);
    if (rate === undefined) continue;
    const rps = rate * around(random, 0.03);
    const ready = alive.filter((pod) => pod.readyMs <= ms);
    const skews = ready.reduce((sum, pod) => sum + pod.skew, 0);
    for (const pod of alive) {
      const share = pod.readyMs <= ms ? (rps * pod.skew) / skews : 0;
      pod.samples.push({ ms, ...sampleOf(service, share, ms - pod.bornMs, random) });
    }
    steps.push({ ms, rps, spec: alive.length, ready: ready.length });
    scale(service, { ms, rps, ready: ready.length, recent, alive, birth, random });
  }
  return { service, template, pods, steps, alive: [...alive] };
}

function sampleOf(service, rps, ageMs, random) {
  const cores = {};
  const memory = {};
  for (const container of [service.container, service.sidecar].filter(Boolean)) {
    const wanted = container.idleCores + rps * container.coresPerRequest;
    cores[container.name] = Math.min(container.maxCores ?? Infinity, wanted * around(random, 0.06));
    const grown = container.memoryGrowthGi * (1 - Math.exp(-ageMs / 86_400_000));
    memory[container.name] = Math.round((container.memoryGi + grown) * around(random, 0.012) * 2 ** 30);
  }
  return {
    rps,
    cores,
    memory,
    running: Math.round(rps * service.latencySeconds * around(random, 0.05)),
    gpu:
      service.gpuShareAt === undefined
        ? undefined
        : Math.min(1, (rps / service.gpuShareAt) * service.gpuShare * around(random, 0.05)),
  };
}

function scale(service, { ms, rps, ready, recent, alive, birth, random }) {
  const { rule, target, min, max } = service.replicas;
  if (rule === 'fixed') return;
  const load =
    rule === 'in-flight'
      ? rps * service.latencySeconds
      : ready * service.container.idleCores + rps * service.container.coresPerRequest;
  const ratio = load / target / Math.max(ready, 1);
  const wanted = Math.abs(ratio - 1) <= 0.1 ? alive.length : Math.ceil(load / target);
  const bounded = Math.min(max, Math.max(min, wanted));
  recent.push(bounded);
  if (recent.length > 4) recent.shift();
  const stabilized = bounded < alive.length ? Math.max(...recent) : bounded;
  for (let i = alive.length; i < stabilized; i += 1) birth(ms, ms + service.startupMs + random() * 30_000);
  if (stabilized < alive.length) alive.splice(Math.max(stabilized, Math.ceil(alive.length * 0.6)));
}
