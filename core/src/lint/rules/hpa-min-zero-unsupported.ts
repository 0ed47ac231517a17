import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { replaceValue } from '../fix.ts';
import { hpaValidation, kubernetesSource, thread } from '../links.ts';
import { defineRule } from '../rule.ts';
import { describeGate, isGateOn, onSince } from '../versions/feature-gates.ts';
import { formatMinorVersion } from '../versions/minor-version.ts';

export const hpaMinZeroUnsupported = defineRule({
  id: 'hpa-min-zero-unsupported',
  meta: {
    summary: 'An HPA has minReplicas 0 where the API server does not accept it.',
    why: 'The API server rejects the object, so the last applied HPA, or none, stays in force.',
    remediation: 'Use minReplicas 1, add an Object or External metric, or scale to zero with KEDA.',
    severity: 'error',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    fix: 'suggestion',
    rejectedBy: 'kube-apiserver',
    messages: {
      metrics:
        'minReplicas 0 needs at least one Object or External metric: pods that do not run have no metrics',
      gate: 'minReplicas 0 needs HPAScaleToZero, which is {stage} in Kubernetes {version} (on from {since})',
    },
    references: [
      hpaValidation,
      kubernetesSource('pkg/features/kube_features.go', 'kube-apiserver: stages of HPAScaleToZero (v1.37.2)'),
      thread('kubernetes/enhancements', 2021, 'HPA scale to zero'),
    ],
  },
  check({ root, settings, report }) {
    const min = root.get('spec', 'minReplicas');
    if (min.integer !== 0) return;
    const fixes = replaceValue('suggestion', 'Set minReplicas to 1', min, 1);
    const metrics = root.get('spec', 'metrics').items;
    const types = metrics.map((metric) => metric.get('type').string);
    if (!types.includes('Object') && !types.includes('External')) {
      report({ messageId: 'metrics', at: min, fixes });
      return;
    }
    const version = settings.kubernetesVersion;
    if (!version || isGateOn('HPAScaleToZero', version, settings.featureGates)) return;
    const data = {
      stage: describeGate('HPAScaleToZero', version),
      version: formatMinorVersion(version),
      since: onSince('HPAScaleToZero'),
    };
    report({ messageId: 'gate', data, at: min, fixes });
  },
});
