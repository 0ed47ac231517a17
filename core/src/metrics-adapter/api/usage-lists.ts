import { formatQuantity, quantityOf } from '../../units/index.ts';
import type { Usage, UsageReading, UsageRequest } from '../usage/usage-service.ts';
import { resourceMetricsGroup } from './api-groups.ts';
import { timestampText } from './value-lists.ts';

const apiVersion = `${resourceMetricsGroup.name}/v1beta1`;
const kinds = { pods: 'PodMetrics', nodes: 'NodeMetrics' } as const;

/** PodMetrics or NodeMetrics of one object (k8s.io/metrics v0.36). Here, and nowhere else, `window` is a duration. */
export function usageObject(resource: UsageRequest['resource'], reading: UsageReading): object {
  return { kind: kinds[resource], apiVersion, ...usageFields(resource, reading) };
}

/** PodMetricsList or NodeMetricsList. */
export function usageList(resource: UsageRequest['resource'], readings: readonly UsageReading[]): object {
  return {
    kind: `${kinds[resource]}List`,
    apiVersion,
    metadata: {},
    items: readings.map((reading) => usageFields(resource, reading)),
  };
}

function usageFields(
  resource: UsageRequest['resource'],
  { object, atMs, windowMs, usage }: UsageReading,
): object {
  const { name, namespace, labels } = object;
  const timestamp = timestampText(atMs);
  const described = {
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      creationTimestamp: timestamp,
      ...(Object.keys(labels).length > 0 && { labels }),
    },
    timestamp,
    window: goDuration(windowMs),
  };
  if (resource === 'nodes') return { ...described, usage: amounts(usage.get('')) };
  const containers = [...usage].map(([container, used]) => ({ name: container, usage: amounts(used) }));
  return { ...described, containers };
}

function amounts({ cpu, memory }: Usage = { cpu: 0, memory: 0 }): object {
  const milli = (value: number): bigint => BigInt(Math.trunc(value * 1000));
  return {
    cpu: formatQuantity(quantityOf(milli(cpu), 'milli')),
    memory: formatQuantity(quantityOf(milli(memory), 'milli', 'BinarySI')),
  };
}

/** As Go prints a duration of whole seconds: `5m0s`. */
function goDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const parts = [hours > 0 ? `${hours}h` : '', seconds >= 60 ? `${minutes}m` : '', `${seconds % 60}s`];
  return parts.join('');
}
