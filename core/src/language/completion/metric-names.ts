import { catalogueConfig } from '../../metrics-adapter/catalogue/catalogue-rules.ts';
import { type Completion, type CompletionPlace, endsWith } from './completion-place.ts';

const RESOURCES: readonly Completion[] = [
  { label: 'cpu', detail: 'share of the request, or cores', rank: 0 },
  { label: 'memory', detail: 'share of the request, or bytes', rank: 0 },
];

/** What the adapter's catalogue serves, per kind of metric. A live adapter may serve more. */
export function metricCompletions({ cursor: { path, kind } }: CompletionPlace): readonly Completion[] {
  if (kind !== 'HorizontalPodAutoscaler') return [];
  if (endsWith(path, 'resource', 'name') || endsWith(path, 'containerResource', 'name')) return RESOURCES;
  const { rules, externalRules } = catalogueConfig();
  if (endsWith(path, 'external', 'metric', 'name')) return names(externalRules, 'external metric');
  const isCustom = ['pods', 'object'].some((source) => endsWith(path, source, 'metric', 'name'));
  return isCustom ? names(rules, 'custom metric') : [];
}

function names(rules: ReturnType<typeof catalogueConfig>['rules'], what: string): readonly Completion[] {
  const found = rules.flatMap(({ name }) => (name.as === '' ? [] : [name.as]));
  return [...new Set(found)].map((label) => ({
    label,
    detail: `${what} of the adapter's catalogue`,
  }));
}
