import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import type { YamlValue } from '../../manifest/editing/yaml-text.ts';
import type { Resource } from '../../manifest/source-file.ts';
import { rootOf } from '../field.ts';
import { appendTo, type FixOffer, offerFix } from '../fix.ts';
import { kubernetesSource, thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField } from '../scale-target.ts';

export const hpaDuplicateTarget = defineRule({
  id: 'hpa-duplicate-target',
  meta: {
    summary: 'Two HPAs scale the same workload.',
    why: 'Since Kubernetes 1.27 both report AmbiguousSelector and neither scales.',
    remediation: 'Keep one HPA and list all metrics in it: the largest proposal wins.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['workspace'],
    fix: 'suggestion',
    messages: { duplicate: '{target} is also scaled by HPA {other}: neither will act' },
    references: [
      kubernetesSource(
        'pkg/controller/podautoscaler/horizontal.go',
        'HPA controller: pods selected by several HPAs are AmbiguousSelector (v1.37.2)',
      ),
      thread('kubernetes/kubernetes', 112011, 'several HPAs on the same deployment'),
      thread('kubernetes/kubernetes', 122059, 'HPA pairs, one of them with scale-down disabled'),
    ],
  },
  check({ resource, workspace, report }) {
    const others = workspace.sharingTarget(resource, horizontalPodAutoscaler);
    const [other] = others;
    if (!other) return;
    const reference = scaleTargetField(resource);
    report({
      messageId: 'duplicate',
      data: { target: `${reference.get('kind').text} ${reference.get('name').text}`, other: other.name },
      at: reference.get('name'),
      severity: others.some((same) => workspace.areSurelyTogether(resource, same)) ? 'error' : 'warning',
      fixes: mergeMetrics(resource, other),
      related: others.map((same) => ({
        at: scaleTargetField(same).get('name'),
        message: `HPA ${same.name} scales it too`,
      })),
    });
  },
});

/** Takes over the metrics that only the other HPA has, so that a person can delete it. */
function mergeMetrics(hpa: Resource, other: Resource): readonly FixOffer[] {
  const [own, others] = [hpa, other].map((each) => rootOf(each).get('spec', 'metrics'));
  if (!own || !others || hpa.version !== other.version || hpa.version === 'v1') return [];
  const known = own.items.map(({ value }) => JSON.stringify(value));
  const added = others.items.filter(({ value }) => !known.includes(JSON.stringify(value)));
  if (own.items.length === 0 || added.length === 0) return [];
  return offerFix(
    'suggestion',
    `Take over the metrics of ${other.name} (then delete it)`,
    ...added.map(({ value }) => appendTo(own, value as YamlValue)),
  );
}
