import { catalogueConfig } from '../../metrics-adapter/catalogue/catalogue-rules.ts';
import { type Completion, type CompletionPlace, endsWith } from './completion-place.ts';

const RESOURCES: readonly Completion[] = [
  { label: 'cpu', detail: 'share of the request, or cores', rank: 0 },
  { label: 'memory', detail: 'share of the request, or bytes', rank: 0 },
];

/** What the cluster's metrics APIs serve now, then what the adapter's catalogue would, per kind of metric. */
export function metricCompletions({
  cursor: { path, kind },
  servedMetrics,
}: CompletionPlace): readonly Completion[] {
  if (kind !== 'HorizontalPodAutoscaler') return [];
  if (endsWith(path, 'resource', 'name') || endsWith(path, 'containerResource', 'name')) return RESOURCES;
  const { rules, externalRules } = catalogueConfig();
  if (endsWith(path, 'external', 'metric', 'name')) {
    return distinct([
      ...(servedMetrics?.external ?? []).map((label) => served(label, 'external metric')),
      ...names(externalRules, 'external metric'),
    ]);
  }
  const source = (['pods', 'object'] as const).find((each) => endsWith(path, each, 'metric', 'name'));
  if (!source) return [];
  const fitting = (servedMetrics?.custom ?? []).filter(
    ({ resource }) => (resource === 'pods') === (source === 'pods'),
  );
  return distinct([
    ...fitting.map(({ name, resource }) => served(name, `metric of ${resource}`)),
    ...names(rules, 'custom metric'),
  ]);
}

function names(rules: ReturnType<typeof catalogueConfig>['rules'], what: string): readonly Completion[] {
  const found = rules.flatMap(({ name }) => (name.as === '' ? [] : [name.as]));
  return found.map((label) => ({ label, detail: `${what} of the adapter's catalogue` }));
}

function served(label: string, what: string): Completion {
  return { label, detail: `${what}, served in the cluster now`, rank: 0 };
}

/** The first of each label. */
function distinct(all: readonly Completion[]): readonly Completion[] {
  return [...new Map([...all].reverse().map((each) => [each.label, each])).values()].reverse();
}
