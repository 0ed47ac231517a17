import { type ListedMetric, type MetricsApis, type ServedValue, SourceError } from '../ports/index.ts';
import { parseQuantity } from '../units/index.ts';

/** A metric that is served, with its values. */
export interface MemoryServedMetric {
  /** `pods/queue_depth`, `services/requests_per_second`, or `external/sqs_messages_visible`. */
  readonly metric: string;
  /** By object, or by any word for an external metric; quantities. */
  readonly values: Readonly<Record<string, string>>;
  readonly timestampMs?: number;
  /** Answered, but in no list, as KEDA's external metrics are. */
  readonly unlisted?: boolean;
}

export interface MemoryMetricsApisOptions {
  /** Nobody registered custom.metrics.k8s.io, or external.metrics.k8s.io. */
  readonly unregistered?: readonly ('custom' | 'external')[];
  readonly servesResources?: boolean;
  /** Values may not be read. */
  readonly forbidden?: boolean;
}

const KINDS: Readonly<Record<string, string>> = { pods: 'Pod', services: 'Service', namespaces: 'Namespace' };

/** Metrics APIs that serve the given metrics in every namespace and to every selector. */
export function memoryMetricsApis(
  served: readonly MemoryServedMetric[],
  { unregistered = [], servesResources = true, forbidden = false }: MemoryMetricsApisOptions = {},
): MetricsApis {
  const description = 'cluster in memory';
  const listed = served.filter(({ unlisted }) => unlisted !== true).map(({ metric }) => listedMetric(metric));
  const valuesOf = (metric: string, name?: string): readonly ServedValue[] | undefined => {
    if (forbidden) {
      throw new SourceError({ code: 'forbidden', source: description, message: `may not get ${metric}` });
    }
    const found = served.find((each) => each.metric === metric);
    if (found === undefined) return undefined;
    const kind = KINDS[metric.split('/')[0] ?? ''];
    return Object.entries(found.values)
      .filter(([object]) => name === undefined || object === name)
      .map(([object, text]) => {
        const value = parseQuantity(text);
        if (!value.ok) throw new RangeError(`${text} is no quantity`);
        return {
          ...(kind === undefined ? {} : { object: { kind, name: object } }),
          labels: {},
          value: value.value,
          timestampMs: found.timestampMs ?? 0,
        };
      });
  };
  return {
    description,
    customMetrics: () =>
      Promise.resolve(
        unregistered.includes('custom')
          ? undefined
          : listed.filter(({ resource }) => resource !== 'external'),
      ),
    externalMetrics: () =>
      Promise.resolve(
        unregistered.includes('external')
          ? undefined
          : listed.filter(({ resource }) => resource === 'external').map(({ name }) => name),
      ),
    servesResources: () => Promise.resolve(servesResources),
    customValues: async ({ resource, metric, name }) =>
      Promise.resolve(valuesOf(`${resource}/${metric}`, name)),
    externalValues: async ({ metric }) => Promise.resolve(valuesOf(`external/${metric}`)),
  };
}

function listedMetric(metric: string): ListedMetric {
  const [resource = '', name = ''] = metric.split('/');
  return { resource, name };
}
