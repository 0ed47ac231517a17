import { readCheckpoint, type RecommenderConfig, type ResourceName, UsageModel } from '#core/vpa/index.ts';

import { fields, list, number, optionalList, text } from './input.ts';
import { policies } from './policy-input.ts';

/** What `usageModel` reads. */
export const PODS_INPUT = ['pods', 'policies', 'perVpaConfig', 'checkpoints'];

interface Sample {
  readonly resource: ResourceName;
  readonly timeMs: number;
  readonly amount: number;
  readonly oom: boolean;
}

/**
 * Feeds pods into a model: `pods[] = { name, labels, containers[] = { name, cpu, memory, ooms } }`. Samples are
 * `[seconds, amount]` or `{ start, step, count, cycle }`, amounts millicores and bytes. Each container takes its samples in
 * order of time, a kill after the samples of the same second.
 */
export function usageModel(given: Readonly<Record<string, unknown>>, config: RecommenderConfig): UsageModel {
  const model = new UsageModel({
    config,
    policies: policies(given.policies),
    perVpaConfig: given.perVpaConfig === true,
  });
  for (const [index, checkpoint] of optionalList(given.checkpoints, 'input.checkpoints').entries()) {
    loadCheckpoint(model, checkpoint, config, `input.checkpoints[${index}]`);
  }
  for (const [index, pod] of list(given.pods, 'input.pods').entries()) {
    const path = `input.pods[${index}]`;
    const { name, labels, containers } = fields(pod, path, ['name', 'labels', 'containers']);
    for (const container of list(containers, `${path}.containers`)) {
      feedContainer(model, text(name, path), (labels ?? {}) as Record<string, string>, container, path);
    }
  }
  return model;
}

function feedContainer(
  model: UsageModel,
  pod: string,
  labels: Record<string, string>,
  container: unknown,
  path: string,
): void {
  const given = fields(container, path, ['name', 'cpu', 'memory', 'ooms']);
  const name = text(given.name, `${path}.name`);
  const kills = optionalList(given.ooms, path).map((kill): Sample => {
    const { t, requestBytes } = fields(kill, `${path}.ooms`, ['t', 'requestBytes']);
    return {
      resource: 'memory',
      timeMs: number(t, path) * 1000,
      amount: number(requestBytes, path),
      oom: true,
    };
  });
  const all = [...samples('cpu', given.cpu, path), ...samples('memory', given.memory, path), ...kills];
  all.sort((a, b) => a.timeMs - b.timeMs || Number(a.oom) - Number(b.oom));
  model.addContainer(pod, labels, name, all[0]?.timeMs ?? 0);
  for (const { resource, timeMs, amount, oom } of all) {
    if (oom) model.recordOom(pod, name, timeMs, amount);
    else model.addSample(pod, name, resource, amount, timeMs);
  }
}

function samples(resource: ResourceName, value: unknown, path: string): readonly Sample[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    return value.map((entry) => {
      const [seconds, amount] = list(entry, path);
      return { resource, timeMs: number(seconds, path) * 1000, amount: number(amount, path), oom: false };
    });
  }
  const { start, step, count, cycle } = fields(value, path, ['start', 'step', 'count', 'cycle']);
  const values = list(cycle, `${path}.cycle`);
  return Array.from({ length: number(count, path) }, (_, index) => ({
    resource,
    timeMs: (number(start, path) + index * number(step, path)) * 1000,
    amount: number(values[index % values.length], `${path}.cycle`),
    oom: false,
  }));
}

/** `{ container, status }`, the status as the VerticalPodAutoscalerCheckpoint holds it. */
function loadCheckpoint(model: UsageModel, value: unknown, config: RecommenderConfig, path: string): void {
  const { container, status } = fields(value, path, ['container', 'status']);
  const object = {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscalerCheckpoint',
    metadata: { name: 'vector' },
    spec: { vpaObjectName: 'vpa', containerName: text(container, path) },
    status,
  };
  const read = readCheckpoint(object, config, 0);
  if (!read.ok) throw new Error(read.error);
  model.loadCheckpoint(read.value.container, read.value.state);
}
