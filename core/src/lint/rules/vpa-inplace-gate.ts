import type { Field } from '../field.ts';
import { removal, replaceValue } from '../fix.ts';
import { vpaSource } from '../links.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { compareMinorVersions, formatMinorVersion, parseMinorVersion } from '../versions/minor-version.ts';
import { type VpaGate, vpaGates } from '../versions/vpa-gates.ts';
import { vpaRejected, vpaValidation } from '../vpa-meta.ts';

const messages = {
  gated:
    '{field} needs the gate {gate} of the admission controller, which is off by default in VPA {version}',
  unknown: '{field} is not known to VPA {version}: it came with {since}',
} as const;

const policyFields: readonly (readonly [string, VpaGate])[] = [
  ['oomBumpUpRatio', 'PerVPAConfig'],
  ['oomMinBumpUp', 'PerVPAConfig'],
  ['memoryAggregationIntervalSeconds', 'PerVPAConfig'],
  ['memoryAggregationIntervalCount', 'PerVPAConfig'],
  ['startupBoost', 'CPUStartupBoost'],
];

export const vpaInplaceGate = defineRule({
  id: 'vpa-inplace-gate',
  meta: {
    ...vpaRejected,
    summary: 'A VPA uses a field or mode whose feature gate is off in its VPA release.',
    severity: 'warning',
    remediation: 'Turn the gate on in all VPA components, or leave the field out.',
    needs: ['vpa-version'],
    checksPatches: true,
    fix: 'suggestion',
    messages,
    references: [
      vpaValidation,
      vpaSource('pkg/features/versioned_features.go', 'VPA: stages of its feature gates (1.7.1)'),
    ],
  },
  check(context) {
    const spec = context.root.get('spec');
    const mode = spec.get('updatePolicy', 'updateMode');
    if (mode.string === 'InPlace') checkGate(context, mode, 'updateMode InPlace', 'InPlace');
    checkField(context, spec.get('updatePolicy', 'evictAfterOOMSeconds'), 'PerVPAConfig');
    checkField(context, spec.get('startupBoost'), 'CPUStartupBoost');
    for (const policy of spec.get('resourcePolicy', 'containerPolicies').items) {
      for (const [name, gate] of policyFields) checkField(context, policy.get(name), gate);
    }
  },
});

function checkField(context: RuleContext<typeof messages>, field: Field, gate: VpaGate): void {
  if (field.exists) checkGate(context, field, String(field.path.at(-1)), gate);
}

function checkGate(
  { settings: { vpaVersion, featureGates }, report }: RuleContext<typeof messages>,
  at: Field,
  field: string,
  gate: VpaGate,
): void {
  const since = parseMinorVersion(vpaGates[gate].since);
  if (!vpaVersion || !since || featureGates[gate] === true) return;
  const version = formatMinorVersion(vpaVersion);
  const fixes =
    gate === 'InPlace'
      ? replaceValue('suggestion', 'Write InPlaceOrRecreate', at, 'InPlaceOrRecreate')
      : removal('suggestion', `Remove ${field}`, at);
  if (compareMinorVersions(vpaVersion, since) < 0) {
    report({
      messageId: 'unknown',
      data: { field, version, since: vpaGates[gate].since },
      at,
      part: 'entry',
      fixes,
    });
  } else {
    report({ messageId: 'gated', data: { field, gate, version }, at, part: 'entry', fixes });
  }
}
