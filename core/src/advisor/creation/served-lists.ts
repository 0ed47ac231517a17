import type { ListedMetric, MetricsApis, SourceCallOptions } from '../../ports/index.ts';

/** What the metrics APIs list, read once. An API that nobody registered is `undefined`. */
export interface ServedLists {
  readonly apis: MetricsApis;
  readonly custom: readonly ListedMetric[] | undefined;
  readonly external: readonly string[] | undefined;
}

/** Throws `SourceError`: `unreachable` where a registered server is away. */
export async function readServedLists(apis: MetricsApis, options: SourceCallOptions): Promise<ServedLists> {
  const [custom, external] = await Promise.all([apis.customMetrics(options), apis.externalMetrics(options)]);
  return { apis, custom, external };
}

export function listsCustom({ custom }: ServedLists, resource: string, name: string): boolean {
  return custom?.some((metric) => metric.resource === resource && metric.name === name) ?? false;
}
