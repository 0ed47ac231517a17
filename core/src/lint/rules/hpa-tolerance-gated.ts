import { horizontalPodAutoscaler } from '../../apis/kinds.ts';
import { removal } from '../fix.ts';
import { behaviorsOf } from '../hpa-behavior.ts';
import { kubernetesSource } from '../links.ts';
import { defineRule } from '../rule.ts';
import { describeGate, isGateOn, onSince } from '../versions/feature-gates.ts';
import { formatMinorVersion } from '../versions/minor-version.ts';

export const hpaToleranceGated = defineRule({
  id: 'hpa-tolerance-gated',
  meta: {
    summary: 'An HPA sets a tolerance in a Kubernetes version that ignores it.',
    why: 'The API server drops the field without a word, and the HPA keeps the tolerance of the controller (10 %).',
    remediation: 'Remove the field, turn the gate HPAConfigurableTolerance on, or upgrade to 1.35.',
    severity: 'warning',
    category: 'hpa',
    preset: 'recommended',
    appliesTo: [horizontalPodAutoscaler],
    needs: ['kubernetes-version'],
    checksPatches: true,
    fix: 'suggestion',
    messages: {
      gated:
        'tolerance needs HPAConfigurableTolerance, which is {stage} in Kubernetes {version} (on from {since})',
    },
    references: [
      kubernetesSource(
        'pkg/features/kube_features.go',
        'kube-apiserver: stages of HPAConfigurableTolerance (v1.37.2)',
      ),
      kubernetesSource(
        'pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go',
        'kube-apiserver: fields dropped while a gate is off (v1.37.2)',
      ),
    ],
  },
  check({ resource, settings, report }) {
    const version = settings.kubernetesVersion;
    if (!version || isGateOn('HPAConfigurableTolerance', version, settings.featureGates)) return;
    const data = {
      stage: describeGate('HPAConfigurableTolerance', version),
      version: formatMinorVersion(version),
      since: onSince('HPAConfigurableTolerance'),
    };
    for (const { rules } of behaviorsOf(resource)) {
      const tolerance = rules.get('tolerance');
      if (!tolerance.exists) continue;
      const fixes = removal('suggestion', 'Remove tolerance: 10 % holds for all HPAs', tolerance);
      report({ messageId: 'gated', data, at: tolerance, part: 'entry', fixes });
    }
  },
});
