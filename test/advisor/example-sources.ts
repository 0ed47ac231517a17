import { fileURLToPath } from 'node:url';

import type { AdvisorSources } from '#core/advisor/analyze.ts';
import type { PriceBook } from '#core/cost/index.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import type { MetricQuery } from '#core/ports/index.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';
import { openRecording } from '#core/sources/recording/index.ts';
import type { TimeSeries } from '#core/stats/time-series.ts';

const folder = fileURLToPath(new URL('../../examples/platform/recording', import.meta.url));

export const examplePrices = await bundledPriceSource('example').load();

/** What a test changes of the example platform before it is analyzed. */
export interface Changes {
  readonly object?: (object: KubernetesObject) => KubernetesObject;
  readonly series?: (series: TimeSeries, query: MetricQuery) => TimeSeries;
  readonly prices?: PriceBook;
}

/** The example platform's recording as sources, with changes on top. */
export async function exampleSources(changes: Changes = {}): Promise<AdvisorSources> {
  const { cluster, metrics, clock } = await openRecording(folder);
  const { object = (same) => same, series = (same) => same } = changes;
  return {
    clock,
    prices: changes.prices ?? examplePrices,
    cluster: {
      ...cluster,
      list: async (query, options) => (await cluster.list(query, options)).map(object),
      get: async (query, options) => {
        const found = await cluster.get(query, options);
        return found && object(found);
      },
    },
    metrics: {
      ...metrics,
      query: async (query, timeMs, options) =>
        (await metrics.query(query, timeMs, options)).map((each) => series(each, query)),
      queryRange: async (query, range, options) =>
        (await metrics.queryRange(query, range, options)).map((each) => series(each, query)),
    },
  };
}

/** A change of the series of one query of the catalogue, by the first part of its id. */
export function scaled(queryName: string, factor: number): NonNullable<Changes['series']> {
  return (series, query) =>
    query.id.startsWith(`${queryName}{`)
      ? { ...series, values: series.values.map((value) => value * factor) }
      : series;
}

/** A change of one object: `edit` gets a deep copy to change. */
export function edited(
  kind: string,
  name: string,
  edit: (object: any) => void,
): NonNullable<Changes['object']> {
  return (object) => {
    if (object.kind !== kind || !(object.metadata.name ?? '').startsWith(name)) return object;
    const copy = structuredClone(object);
    edit(copy);
    return copy;
  };
}
