import { hpaView, pathOfHpaMetric } from '../../apis/hpa.ts';
import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import type { YamlValue } from '../../manifest/editing/yaml-text.ts';
import type { Field } from '../field.ts';
import { appendTo, type FixOffer, offerFix } from '../fix.ts';
import { hpaGuide, kubernetesSource } from '../links.ts';
import { defineRule } from '../rule.ts';

/** What the metrics adapter puts before the name of a metric whose forecast it serves. */
const prefix = 'forecast_';

export const hpaForecastWithoutBase = defineRule({
  id: 'hpa-forecast-without-base',
  meta: {
    summary: 'An HPA scales on the forecast of a metric and not on the metric itself.',
    why: 'Of several metrics the HPA takes the one that asks for most replicas, so a forecast beside its metric can only add pods; alone, a forecast that is too low takes away pods that are busy now.',
    remediation: 'List the metric itself beside its forecast, with the same target.',
    severity: 'warning',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'suggestion',
    messages: { alone: '{forecast} stands without {base}: a forecast that is too low removes busy pods' },
    references: [
      hpaGuide,
      kubernetesSource(
        'pkg/controller/podautoscaler/horizontal.go',
        'HPA controller: computeReplicasForMetrics takes the largest proposal (v1.37.2)',
      ),
    ],
  },
  check({ resource, root, report }) {
    const view = resource.derive(hpaView);
    if (!view) return;
    const names = new Set(
      view.metrics.map((metric) => (metric.type === 'Unknown' ? undefined : metric.name)),
    );
    view.metrics.forEach((metric, index) => {
      if (metric.type === 'Unknown' || metric.name?.startsWith(prefix) !== true) return;
      const base = metric.name.slice(prefix.length);
      if (base === '' || names.has(base)) return;
      const at = root.get(...pathOfHpaMetric(view, index, 'name'));
      report({
        messageId: 'alone',
        data: { forecast: metric.name, base },
        at,
        fixes: addBase(root.get('spec', 'metrics'), index, at, base),
      });
    });
  },
});

/** A copy of the forecast's entry under the name of the metric, as the last of the list. */
function addBase(metrics: Field, index: number, name: Field, base: string): readonly FixOffer[] {
  const entry = metrics.get(index);
  // In v1 all metrics stand in one annotation.
  if (!entry.exists) return [];
  const within = name.path.slice(entry.path.length);
  const copy = withValue(entry.value, within, base) as YamlValue;
  return offerFix('suggestion', `Add ${base} with the same target`, appendTo(metrics, copy));
}

function withValue(value: unknown, [key, ...rest]: readonly (string | number)[], text: string): unknown {
  if (key === undefined) return text;
  const mapping = value as Readonly<Record<string, unknown>>;
  return { ...mapping, [key]: withValue(mapping[key], rest, text) };
}
