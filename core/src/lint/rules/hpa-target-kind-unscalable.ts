import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { groupOf } from '../../manifest/kubernetes-object.ts';
import { replaceValue } from '../fix.ts';
import { hpaGuide, kubernetesSource } from '../links.ts';
import { defineRule } from '../rule.ts';
import { scaleTargetField } from '../scale-target.ts';

/** Built-in kinds without a scale subresource. */
const unscalable = new Set([
  'apps/DaemonSet',
  'batch/Job',
  'batch/CronJob',
  '/Pod',
  '/Service',
  '/Node',
  '/ConfigMap',
  '/Namespace',
]);
/** Kinds with a scale subresource, by the one group that serves them. */
const groups: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'apps'],
  ['StatefulSet', 'apps'],
  ['ReplicaSet', 'apps'],
]);

export const hpaTargetKindUnscalable = defineRule({
  id: 'hpa-target-kind-unscalable',
  meta: {
    summary:
      'An HPA scales something that has no replicas, or names it under an API group that does not serve it.',
    why: 'The HPA reports FailedGetScale (AbleToScale is False) and never scales anything.',
    remediation:
      'Scale a Deployment, StatefulSet or another kind with a scale subresource, under its own apiVersion.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    checksPatches: true,
    fix: 'safe',
    messages: {
      kind: 'a {kind} cannot be scaled: it has no scale subresource',
      group: '{kind} is served by apps/v1, not by {apiVersion}',
    },
    references: [
      hpaGuide,
      kubernetesSource(
        'pkg/controller/podautoscaler/horizontal.go',
        'HPA controller: scaleForResourceMappings (v1.37.2)',
      ),
    ],
  },
  check({ resource, report }) {
    const reference = scaleTargetField(resource);
    const kindField = reference.get('kind');
    const apiVersionField = reference.get('apiVersion');
    const kind = kindField.string;
    const apiVersion = apiVersionField.string;
    if (kind === undefined || apiVersion === undefined) return;
    const group = groupOf(apiVersion);
    if (unscalable.has(`${group}/${kind}`)) {
      report({ messageId: 'kind', data: { kind }, at: kindField });
      return;
    }
    const served = groups.get(kind);
    // Only groups that once served the kind, or the core group: another group may define a kind of that name.
    if (served === undefined || group === served || !['', 'extensions'].includes(group)) return;
    report({
      messageId: 'group',
      data: { kind, apiVersion },
      at: apiVersionField,
      fixes: replaceValue('safe', 'Write apps/v1', apiVersionField, 'apps/v1'),
    });
  },
});
