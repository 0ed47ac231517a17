import { fail, ok, type Result } from '../units/result.ts';
import type { PodMetrics, PodValue } from './hpa-input.ts';
import { addInt64, type Milli } from './int64.ts';

/** Samples by pod name. A pod that is not there has no metric. */
export type PodSamples = ReadonlyMap<string, PodValue>;

/** Values of the custom metrics API by pod; of two for one pod the later in the list stands. */
export function samplesOfValues(items: readonly PodValue[]): PodSamples {
  return new Map(items.map((item) => [item.pod, item]));
}

/**
 * Each pod's usage of a resource over all its containers. A pod with a container that does not report the resource, or without
 * containers, has no sample (`getPodMetrics`, metrics/client.go, Kubernetes 1.37).
 */
export function samplesOfPods(items: readonly PodMetrics[], resource: string): PodSamples {
  const samples = new Map<string, PodValue>();
  for (const item of items) {
    const valueMilli = usageOfPod(item, resource);
    if (valueMilli !== undefined) samples.set(item.pod, sampleOf(item, valueMilli));
  }
  return samples;
}

function usageOfPod({ containers }: PodMetrics, resource: string): Milli | undefined {
  if (containers.length === 0) return undefined;
  let total: Milli = 0;
  for (const { usageMilli } of containers) {
    const usage = usageMilli[resource];
    if (usage === undefined) return undefined;
    total = addInt64(total, usage);
  }
  return total;
}

/**
 * Each pod's usage of a resource in one container (`getContainerMetrics`, metrics/client.go, Kubernetes 1.37). A pod whose
 * sample lacks the container has no sample; until 1.32 (`absentContainerIsMissing` false) that was an error for all.
 */
export function samplesOfContainer(
  items: readonly PodMetrics[],
  resource: string,
  container: string,
  namespace: string,
  absentContainerIsMissing: boolean,
): Result<PodSamples, string> {
  const samples = new Map<string, PodValue>();
  for (const item of items) {
    const found = item.containers.find(({ name }) => name === container);
    if (!found && !absentContainerIsMissing) {
      const place = `pod ${namespace}/${item.pod}`;
      return fail(
        `failed to get container metrics: container ${container} not present in metrics for ${place}`,
      );
    }
    const valueMilli = found?.usageMilli[resource];
    if (valueMilli !== undefined) samples.set(item.pod, sampleOf(item, valueMilli));
  }
  return ok(samples);
}

function sampleOf(item: PodMetrics, valueMilli: Milli): PodValue {
  const { pod, timestampMs, windowMs } = item;
  return {
    pod,
    valueMilli,
    ...(timestampMs === undefined ? {} : { timestampMs }),
    ...(windowMs === undefined ? {} : { windowMs }),
  };
}
