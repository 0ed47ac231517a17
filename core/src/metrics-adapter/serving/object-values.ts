import type { InstantAnswer } from '../../ports/index.ts';
import type { ObjectQuery } from '../rules/metric-query.ts';

/** Values by namespace (`''` outside namespaces) and name, as Prometheus gave them: NaN and ±Inf among them. */
export type ObjectValues = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Of several values for one object the last counts, as in prometheus-adapter. */
export function objectValues(
  { samples }: InstantAnswer,
  { objectLabel, namespaceLabel }: ObjectQuery,
  namespace: string,
): ObjectValues {
  const values = new Map<string, Map<string, number>>();
  for (const { labels, value } of samples) {
    const inNamespace = namespaceLabel === undefined ? namespace : (labels[namespaceLabel] ?? '');
    const known = values.get(inNamespace);
    if (known) known.set(labels[objectLabel] ?? '', value);
    else values.set(inNamespace, new Map([[labels[objectLabel] ?? '', value]]));
  }
  return values;
}
